import { afterAll, describe, expect, it } from 'vitest';
import { serverForFile } from '../support/server-for-file.js';
import { failure, rows } from '../support/stagewire.js';
import { upload } from '../support/upload.js';

const { server } = await serverForFile();
const root = await server.connect();
afterAll(() => root.end());

describe('a named file format', () => {
  const properties = async (name: string): Promise<Record<string, unknown>> =>
    Object.fromEntries((await rows(root, `DESC FILE FORMAT ${name}`)).map((row) => [String(row['property']), row['property_value']]));

  it('is described by its options and their defaults', async () => {
    await root.query("CREATE FILE FORMAT shown TYPE = NDJSON NULL_IF = ('a', 'b') COMPRESSION = GZIP");
    expect(await rows(root, 'DESCRIBE FILE FORMAT shown')).toEqual([
      { property: 'TYPE', property_type: 'String', property_value: 'NDJSON', property_default: null },
      { property: 'COMPRESSION', property_type: 'String', property_value: 'GZIP', property_default: 'NONE' },
      { property: 'NULL_FIELD_AS', property_type: 'String', property_value: 'NULL', property_default: 'NULL' },
      { property: 'MISSING_FIELD_AS', property_type: 'String', property_value: 'ERROR', property_default: 'ERROR' },
      { property: 'NULL_IF', property_type: 'List', property_value: '["a","b"]', property_default: '[]' },
    ]);
    await root.query('DROP FILE FORMAT shown');
  });

  it('changes, and the next query reads with what it is then', async () => {
    await root.query("CREATE FILE FORMAT changing TYPE = CSV FIELD_DELIMITER = '|' SKIP_HEADER = 1");
    await root.query('CREATE STAGE read_by_format');
    await upload(server.httpUrl, 'read_by_format', { 'x.csv': 'h\na;b\n' });
    const read = (): Promise<unknown> => rows(root, "SELECT $1 AS a FROM @read_by_format (FILE_FORMAT => 'changing')");
    expect(await read()).toEqual([{ a: 'a;b' }]);
    await root.query("ALTER FILE FORMAT changing SET TYPE = CSV FIELD_DELIMITER = ';', TRIM_SPACE = TRUE");
    expect(await properties('changing')).toMatchObject({ FIELD_DELIMITER: ';', TRIM_SPACE: 'true', SKIP_HEADER: '1' });
    expect(await read()).toEqual([{ a: 'a' }]);
    await root.query('ALTER FILE FORMAT changing UNSET SKIP_HEADER, TRIM_SPACE');
    expect(await properties('changing')).toMatchObject({ FIELD_DELIMITER: ';', TRIM_SPACE: 'false', SKIP_HEADER: '0' });
    await root.query('ALTER FILE FORMAT changing RENAME TO changed');
    expect((await failure(root, 'DESC FILE FORMAT changing')).message).toContain('Code: 2507');
    expect(await properties('changed')).toMatchObject({ FIELD_DELIMITER: ';' });
    await root.query('DROP FILE FORMAT changed');
  });

  it('stays as it is when a change is refused', async () => {
    await root.query("CREATE FILE FORMAT kept TYPE = CSV FIELD_DELIMITER = '|'");
    for (const [change, code] of [
      ['SET TYPE = PARQUET', 2508],
      ['SET USE_LOGIC_TYPE = FALSE', 2508],
      ["SET FORMAT_NAME = 'csv'", 2508],
      ["SET SKIP_HEADER = 2 FIELD_DELIMITER = 'x'", 1006],
      ['SET', 1005],
      ['SET NO_SUCH_OPTION = 1', 1005],
      ['UNSET USE_LOGIC_TYPE', 2508],
      ['UNSET TYPE', 2508],
      ['UNSET NO_SUCH_OPTION', 1005],
      ['RENAME TO parquet', 1005],
    ] as const) expect((await failure(root, `ALTER FILE FORMAT kept ${change}`)).message, change).toContain(`Code: ${code}, `);
    expect(await properties('kept')).toMatchObject({ FIELD_DELIMITER: '|', SKIP_HEADER: '0' });
    await root.query('DROP FILE FORMAT kept');
    expect((await failure(root, 'ALTER FILE FORMAT kept SET SKIP_HEADER = 1')).message).toContain('Code: 2507');
    await root.query('ALTER FILE FORMAT IF EXISTS kept SET SKIP_HEADER = 1');
  });
});
