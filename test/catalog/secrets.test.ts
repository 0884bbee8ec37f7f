import { expect, test } from 'vitest';
import { Secrets } from '../../catalog/secrets.js';

const salt = Buffer.alloc(32, 7);
const secrets = new Secrets('key', salt);

test('a sealed value opens for its owner', () => {
  const value = { a: 'ü', b: [1, null] };
  expect(secrets.unseal('stage:1', secrets.seal('stage:1', value))).toEqual(value);
  expect(new Secrets(Buffer.from('key'), salt).unseal('stage:1', secrets.seal('stage:1', value))).toEqual(value);
});

test('the same value is sealed differently each time', () => {
  expect(secrets.seal('stage:1', 'x')).not.toEqual(secrets.seal('stage:1', 'x'));
});

test('it does not open for another owner, with another key or salt, changed, cut or of another version', () => {
  const sealed = secrets.seal('stage:1', 'x');
  const refused = { kind: 'Internal', text: 'the encrypted parameters of stage:1 in the catalog cannot be opened' };
  expect(() => secrets.unseal('stage:2', sealed)).toThrow('stage:2');
  for (const other of [new Secrets('other', salt), new Secrets('key', Buffer.alloc(32))]) {
    expect(() => other.unseal('stage:1', sealed)).toThrow(expect.objectContaining(refused));
  }
  for (let index = 0; index < sealed.length; index++) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(sealed.readUInt8(index) ^ 1, index);
    expect(() => secrets.unseal('stage:1', changed)).toThrow(expect.objectContaining(refused));
    expect(() => secrets.unseal('stage:1', sealed.subarray(0, index))).toThrow(expect.objectContaining(refused));
  }
});
