import { afterAll, describe, expect, it } from 'vitest';
import { DocumentRequests } from '../../engine/threads/document-requests.js';
import { Threads } from '../../engine/threads/threads.js';
import { XPATH } from '../../engine/xml/xml-runner.js';
import { dialectForFile } from '../support/dialect-for-file.js';
import { until } from '../support/until.js';

const { dialect, cases } = await dialectForFile();

cases('ExtractValue', [
  [`SELECT ExtractValue('<a>ccc<b>ddd</b></a>', '/a'), ExtractValue('<a>ccc<b>ddd</b></a>', '/a/b'), ExtractValue('<a>ccc<b>ddd</b></a>', '//b'), ExtractValue('<a>ccc<b>ddd</b></a>', '/b'), ExtractValue('<a>ccc<b>ddd</b><b>eee</b></a>', '//b')`, [['ccc', 'ddd', 'ddd', '', 'ddd eee']]],
  [`SELECT ExtractValue('<a><b x="1">u</b><b x="2">v</b></a>', '//b[@x="2"]'), ExtractValue('<a><b x="1"/><b x="2"/></a>', '/a/b/@x'), ExtractValue('<a><b/></a>', 'count(/a/b)'), ExtractValue('<a><b/></a>', 'count(/a/c) > 0'), ExtractValue('<a><b>1</b><b>2</b></a>', '//b[last()]'), ExtractValue('<a><b>1</b><b>2</b></a>', '/a/b[2]/text()')`, [['v', '1 2', '1', '0', '2', '2']]],
  [`SELECT ExtractValue('<a>1</a><b>2</b>', '/b'), ExtractValue('<a>&lt;ü&amp;&#65;<![CDATA[<x>]]></a>', '/a'), ExtractValue('<n:a>x</n:a>', '/n:a'), ExtractValue('<a><b></a>', '/a'), ExtractValue('no xml & more', '/a'), ExtractValue(NULL, '/a'), ExtractValue('<a/>', NULL), ExtractValue('', '/a')`, [['2', '<ü&A <x>', 'x', null, null, null, null, '']]],
  ["SELECT n, ExtractValue(concat('<r><n>', n, '</n></r>'), '/r/n') FROM (SELECT number AS n FROM numbers(3000)) t WHERE ExtractValue(concat('<r><n>', n, '</n></r>'), '/r/n') = '2999'", [[2999, '2999']]],
]);

cases('UpdateXML', [
  [`SELECT UpdateXML('<a><b>ccc</b><d></d></a>', '/a', '<e>fff</e>'), UpdateXML('<a><b>ccc</b><d></d></a>', '/b', '<e>fff</e>'), UpdateXML('<a><b>ccc</b><d></d></a>', '//b', '<e>fff</e>'), UpdateXML('<a><b>ccc</b><d></d></a>', '/a/d', '<e>fff</e>'), UpdateXML('<a><d></d><b>ccc</b><d></d></a>', '/a/d', '<e>fff</e>')`,
    [['<e>fff</e>', '<a><b>ccc</b><d></d></a>', '<a><e>fff</e><d></d></a>', '<a><b>ccc</b><e>fff</e></a>', '<a><d></d><b>ccc</b><d></d></a>']]],
  [`SELECT UpdateXML('<a>😀<b  x = "1" />é</a>', '/a/b', ''), UpdateXML('<a><b/></a>', '//b', NULL), UpdateXML('<a>', '/a', 'x')`, [['<a>😀é</a>', null, null]]],
  [`SELECT UpdateXML('<a><b  y=">" x = "1"  z=''<''/></a>', '//@x', 'x="2"'), UpdateXML('<a><b y=">" x = "1" z=''2''/></a>', '//@x', 'x="2"'), UpdateXML('<a b="1" c=''2''/>', '/a/@c', ''), UpdateXML('<a x="1"><b x="2"/></a>', '//@x', 'y')`, [[null, `<a><b y=">" x="2" z='2'/></a>`, '<a b="1" />', '<a x="1"><b x="2"/></a>']]],
  [`SELECT ExtractValue('<?xml version="1.0" encoding="UTF-8"?>\n<a>1</a>', '/a')`, [['1']]],
  [`SELECT UpdateXML('<a>one &amp; two<b>three</b></a>', '/a/text()', 'new'), UpdateXML('<a><!-- > x --><b>😀 > é</b><?p i?></a>', '//b/text()', 'new'), UpdateXML('<a><![CDATA[<x>]]></a>', '/a/text()', 'new'), UpdateXML('<a>x<b/>y</a>', '/a/text()', 'new'), UpdateXML('<?xml version="1.0"?><!-- c -->t<a/>', '/text()', 'new'), UpdateXML('<a><b/></a>', '/', 'all'), UpdateXML('<a/>', 'count(/a)', 'x')`,
    [['<a>new<b>three</b></a>', '<a><!-- > x --><b>new</b><?p i?></a>', '<a>new</a>', '<a>x<b/>y</a>', '<?xml version="1.0"?><!-- c -->new<a/>', 'all', '<a/>']]],
]);

it.each([
  ["SELECT ExtractValue('<a/>', '/a[')", "XPATH error: '/a['"],
  ["SELECT ExtractValue('<a/>', 'matches(\"a\", \"b\")')", 'matches'],
  ["SELECT ExtractValue('<a/>', repeat('/a', 3000))", '4096 characters'],
  ["SELECT ExtractValue(concat('<a>', repeat('x', 1048576), '</a>'), '/a')", '1048576 characters'],
])('%s is refused', async (sql, message) => {
  await expect(dialect.rows(sql)).rejects.toThrow(message);
});

it('XML that is nested without end is none', async () => {
  expect(await dialect.rows("SELECT ExtractValue(concat(repeat('<a>', 100000), repeat('</a>', 100000)), '//a')")).toEqual([[null]]);
});

describe('in threads', () => {
  const threads = new Threads(1, 64 * 1024 ** 2);
  afterAll(() => threads.close());

  it('a path that takes too long is ended', async () => {
    const requests = new DocumentRequests(threads, 500);
    let state = requests.begin(0, XPATH, JSON.stringify({ path: '//a[count(//a[count(//a[count(//a) > 0]) > 0]) > 0]' }), `<r>${'<a/>'.repeat(2000)}</r>`);
    requests.send();
    await until('XPath is done', () => {
      if (state < 0) state = requests.poll(state);
      return state >= 0;
    });
    expect(() => requests.take(state)).toThrow("XPath can't run '//a[count(");
  }, 60_000);
});
