import { StagewireError } from '../../errors/index.js';

/**
 * A node of the syntax tree of `node-sql-parser`. Its two grammars differ in shape and its own
 * types describe neither fully, so properties are read with the checks below.
 */
export type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The node under a property; a construct without it is one that we can't translate. */
export function nodeOf(node: Node, key: string): Node {
  const value = node[key];
  if (!isNode(value)) throw unsupported(`${String(node['type'])} without ${key}`);
  return value;
}

export function optionalNode(node: Node, key: string): Node | null {
  const value = node[key];
  return isNode(value) ? value : null;
}

export function nodesOf(node: Node, key: string): readonly Node[] {
  const value = node[key];
  if (value === null || value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter(isNode);
}

/** A name, its doubled quotes undone: a string in the MySQL grammar, `{expr: {value}}`, `{value}` or `{name: [{value}]}` elsewhere. */
export function nameOf(value: unknown): string | null {
  if (typeof value === 'string') return value.replaceAll('``', '`').replaceAll('""', '"');
  if (Array.isArray(value)) return value.map(nameOf).join('.');
  if (!isNode(value)) return null;
  return nameOf(value['expr'] ?? value['name'] ?? value['value']);
}

/** A text under a property, empty if there is none. */
export function textOf(node: Node, key: string): string {
  const value = node[key];
  return typeof value === 'string' ? value : '';
}

/** Meant for constructs that parse and have no translation: an error, never a guess. */
export function unsupported(what: string): StagewireError {
  return new StagewireError('Unimplemented', `${what} is not supported in queries`);
}
