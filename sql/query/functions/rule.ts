import type { Expression } from '../ast.js';
import { namedIfDeep, withTypes, type Coercion } from '../coercion.js';
import type { ExpressionContext } from '../expression-context.js';
import type { StaticKind } from '../static-kind.js';

/**
 * What a function takes, a letter per argument: `a` any, `t` text, `n` number, `i` whole number, `d` point in time, `D` date, `s` time
 * as seconds, `j` JSON (texts are parsed), `J` JSON (texts become JSON strings), `b` bytes, `c` condition, `u` a unit.
 * Arguments after `?` may be left out; `*` repeats the letter before it any number of times.
 */
export type Signature = string;

/** How one function is written for DuckDB. */
export interface FunctionRule {
  readonly signature: Signature;
  readonly result: StaticKind;
  /** Whether it writes its arguments itself, and is given none that are written: to write them twice at each level would take forever where calls stand within calls. */
  readonly isOwn?: true;
  /** Writes the call from the written arguments; `call` has them as they stood in the query. */
  readonly write: (args: readonly string[], call: CallContext) => string;
}

export interface CallContext {
  /** Of `f(parameters)(arguments)`. */
  readonly parameters?: readonly Expression[];
  readonly args: readonly Expression[];
  readonly context: ExpressionContext;
}

export type Rules = Readonly<Record<string, FunctionRule>>;

type Template = string | FunctionRule['write'];

/**
 * A rule. `template` is the name of a function of DuckDB (or `fn.x`, one of our macros), an expression in which `$1`, `$2` …
 * are the arguments and `$*` all of them, or a function that writes the call.
 */
export function rule(signature: Signature, template: Template, result: StaticKind = 'unknown'): FunctionRule {
  return { signature, result, write: typeof template === 'string' ? fromTemplate(template) : template };
}

/** A rule that writes its arguments itself. */
export function ownRule(signature: Signature, write: (call: CallContext) => string, result: StaticKind = 'unknown'): FunctionRule {
  return { signature, result, isOwn: true, write: (_, call) => write(call) };
}

function fromTemplate(template: string): FunctionRule['write'] {
  if (/^[a-z][a-z_0-9]*$/.test(template)) return (args) => `${template}(${args.join(', ')})`;
  if (/^fn\.[a-z_0-9]*$/.test(template)) return (args) => namedIfDeep(args, (operands) => `${template}(${operands.join(', ')})`);
  return (args) => namedIfDeep(args, (operands) => filled(template, operands));
}

function filled(template: string, args: readonly string[]): string {
  return template.replaceAll(/\$(\d|\*)/g, (_, which: string) => (which === '*' ? args.join(', ') : args[Number(which) - 1] ?? 'NULL'));
}

/** A rule whose macro is chosen by the types of its operands. */
export function typedRule(signature: Signature, template: string, result: StaticKind = 'unknown'): FunctionRule {
  const write = fromTemplate(template);
  return { signature, result, write: (args, call) => withTypes(args, call.args, call.context, (operands) => write(operands, call)) };
}

/** The same rule under several names. */
export function named(names: string, of: FunctionRule): Rules {
  return Object.fromEntries(names.split(' ').map((name) => [name, of]));
}

/** Our macro of the same name. */
export function macros(result: StaticKind, signatures: Readonly<Record<string, Signature>>): Rules {
  return Object.fromEntries(Object.entries(signatures).map(([name, signature]) => [name, rule(signature, `fn.${name}`, result)]));
}

/** DuckDB's function of the same name. */
export function builtins(result: StaticKind, signatures: Readonly<Record<string, Signature>>): Rules {
  return Object.fromEntries(Object.entries(signatures).map(([name, signature]) => [name, rule(signature, name, result)]));
}

const LETTERS: Readonly<Record<string, Coercion | 'unit'>> = {
  a: 'any', t: 'text', n: 'number', i: 'integer', d: 'time', D: 'date', s: 'seconds', j: 'variant', J: 'json', b: 'bytes', c: 'condition', u: 'unit',
};

export interface Arity {
  readonly least: number;
  readonly most: number;
  /** What the argument at an index is coerced to. */
  coercion(index: number): Coercion | 'unit';
}

const known = new Map<Signature, Arity>();

export function arityOf(signature: Signature): Arity {
  const found = known.get(signature) ?? readSignature(signature);
  known.set(signature, found);
  return found;
}

function readSignature(signature: Signature): Arity {
  const letters = signature.replaceAll(/[?*]/g, '');
  const repeats = signature.endsWith('*');
  const optional = signature.indexOf('?');
  const least = optional === -1 ? letters.length - (repeats ? 1 : 0) : optional;
  return {
    least,
    most: repeats ? Number.MAX_SAFE_INTEGER : letters.length,
    coercion: (index) => LETTERS[letters[Math.min(index, letters.length - 1)] ?? 'a'] ?? 'any',
  };
}
