import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../protocol/byte-writer.js';
import { Capability } from '../../protocol/capabilities.js';
import { readCommand } from '../../protocol/commands.js';
import { readStmtExecute, type StatementForm } from '../../protocol/packets/stmt-execute.js';
import { readStmtPrepareOk, writeStmtPrepareOk } from '../../protocol/packets/stmt-prepare-ok.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const form = (parameterCount: number, changes: Partial<StatementForm> = {}): StatementForm => ({ parameterCount, types: null, longData: new Map(), ...changes });
const values = (body: string, statement: StatementForm, flags = 0, capabilities = 0): unknown[] => readStmtExecute(hex(body), flags, capabilities, statement).values.map(({ value }) => value);

describe('COM_STMT_PREPARE Response', () => {
  it('is the packet of the manual: statement 1, one column, two parameters, no warning', () => {
    const bytes = new ByteWriter();
    writeStmtPrepareOk(bytes, { statementId: 1, columnCount: 1, parameterCount: 2, warnings: 0, metadataFollows: null });
    const payload = bytes.take();
    expect(payload).toEqual(hex('00 01 00 00 00 01 00 02 00 00 00 00'));
    expect(readStmtPrepareOk(payload)).toEqual({ statementId: 1, columnCount: 1, parameterCount: 2, warnings: 0, metadataFollows: null });
  });

  it('says whether definitions follow where that was agreed', () => {
    const bytes = new ByteWriter();
    writeStmtPrepareOk(bytes, { statementId: 7, columnCount: 0, parameterCount: 0, warnings: 3, metadataFollows: false });
    expect(bytes.take()).toEqual(hex('00 07 00 00 00 00 00 00 00 00 03 00 00'));
  });
});

describe('COM_STMT_EXECUTE', () => {
  it('is the example of the manual: one VAR_STRING "foo"', () => {
    const command = readCommand(hex('17 01 00 00 00 00 01 00 00 00 00 01 0f 00 03 66 6f 6f'), 0);
    if (command.kind !== 'COM_STMT_EXECUTE') throw new Error(command.kind);
    expect(command).toMatchObject({ statementId: 1, flags: 0 });
    expect(readStmtExecute(command.body, command.flags, 0, form(1)).values).toEqual([{ name: '', type: { type: 0x0f, unsigned: false }, value: Buffer.from('foo') }]);
  });

  it.each<[string, string, unknown]>([
    ['TINY -1', '01 00 ff', -1],
    ['TINY UNSIGNED 255', '01 80 ff', 255],
    ['SHORT -2', '02 00 fe ff', -2],
    ['YEAR 1999', '0d 00 cf 07', 1999],
    ['LONG', '03 00 01 00 00 80', -0x7fffffff],
    ['LONG UNSIGNED', '03 80 01 00 00 80', 0x80000001],
    ['LONGLONG -1', '08 00 ff ff ff ff ff ff ff ff', -1n],
    ['LONGLONG UNSIGNED', '08 80 ff ff ff ff ff ff ff ff', 2n ** 64n - 1n],
    ['FLOAT 10.2', '04 00 33 33 23 41', Math.fround(10.2)],
    ['DOUBLE 10.2', '05 00 66 66 66 66 66 66 24 40', 10.2],
    ['NEWDECIMAL', 'f6 00 05 2d 31 2e 35 30', Buffer.from('-1.50')],
    ['DATE 2010-10-17', '0a 00 04 da 07 0a 11', '2010-10-17'],
    ['DATETIME with microseconds', '0c 00 0b da 07 0a 11 13 1b 1e 01 00 00 00', '2010-10-17 19:27:30.000001'],
    ['DATETIME to the second', '0c 00 07 da 07 0a 11 13 1b 1e', '2010-10-17 19:27:30'],
    ['TIME -120d 19:27:30.000001', '0b 00 0c 01 78 00 00 00 13 1b 1e 01 00 00 00', '-2899:27:30.000001'],
    ['TIME 0', '0b 00 00', '00:00:00'],
    ['BLOB', 'fc 00 02 00 ff', Buffer.of(0, 255)],
    ['NULL', '06 00', null],
  ])('%s', (_name, typeAndValue, expected) => {
    expect(values(`00 01 ${typeAndValue}`, form(1))).toEqual([expected]);
  });

  it('takes NULLs from the bitmap and types from the execution before', () => {
    const types = [{ type: 0x01, unsigned: false }, { type: 0x0f, unsigned: false }, { type: 0x05, unsigned: false }];
    expect(values('02 00 07 66 66 66 66 66 66 24 40', form(3, { types }))).toEqual([7, null, 10.2]);
    expect(() => values('00 00 07', form(1))).toThrow(expect.objectContaining({ errno: 1835 }));
  });

  it('leaves out the value of a parameter that came as long data', () => {
    const longData = new Map([[0, Buffer.from('long')]]);
    expect(values('00 01 fc 00 01 00 05', form(2, { longData }))).toEqual([Buffer.from('long'), 5]);
  });

  it('with query attributes: a count, names, and what goes beyond the parameters', () => {
    const body = '02 00 01 01 00 00 0f 00 05 74 72 61 63 65 09 03 61 62 63';
    const { values: [value], attributes } = readStmtExecute(hex(body), 0x08, Capability.QUERY_ATTRIBUTES, form(1));
    expect(value?.value).toBe(9);
    expect(attributes).toEqual(new Map([['trace', 'abc']]));
    // Without parameters the count stands there only if the flag says so.
    expect(readStmtExecute(hex('01 00 01 01 00 01 61 05'), 0x08, Capability.QUERY_ATTRIBUTES, form(0)).attributes).toEqual(new Map([['a', 5]]));
    expect(readStmtExecute(Buffer.alloc(0), 0, Capability.QUERY_ATTRIBUTES, form(0)).values).toEqual([]);
  });

  it.each(['', '00', '00 01', '00 01 0f 00', '00 01 0f 00 05 61', '00 01 7f 00 01'])('malformed: %s', (body) => {
    expect(() => values(body, form(1))).toThrow(expect.objectContaining({ errno: 1835 }));
  });

  it('a lying count of attributes costs nothing', () => {
    expect(() => values('fe ff ff ff ff 00 00 00 00 00 01', form(1), 0x08, Capability.QUERY_ATTRIBUTES)).toThrow(expect.objectContaining({ errno: 1835 }));
  });
});

describe('the other commands of prepared statements', () => {
  it.each([
    ['18 02 00 00 00 01 00 61 62', { kind: 'COM_STMT_SEND_LONG_DATA', statementId: 2, parameter: 1, data: Buffer.from('ab') }],
    ['19 02 00 00 00', { kind: 'COM_STMT_CLOSE', statementId: 2 }],
    ['1a 02 00 00 00', { kind: 'COM_STMT_RESET', statementId: 2 }],
    ['1c 02 00 00 00 0a 00 00 00', { kind: 'COM_STMT_FETCH', statementId: 2, rowCount: 10 }],
    ['16 53 45 4c 45 43 54 20 3f', { kind: 'COM_STMT_PREPARE', sql: 'SELECT ?' }],
  ])('%s', (bytes, command) => {
    expect(readCommand(hex(bytes), 0)).toEqual(command);
  });
});
