import { isWellFormed } from './well-formed.js';

/**
 * An element of a store's response. These are made by machines from a fixed schema: elements, text and
 * entities, no mixed content, nothing of ours in attributes.
 */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** What stands between the angle brackets of a tag, declaration or comment. It always matches, so it never searches twice. */
const INSIDE_TAG = /(?:[^>"']+|"[^"]*"|'[^']*')*/y;
/** Some ten times what the largest answer holds, a page of 1,000 objects. */
const MOST_ELEMENTS = 100_000;
const NAME = /^[^\s/]+/;

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

interface Token {
  /** Between the angle brackets. */
  readonly tag: string;
  /** Up to the next tag. */
  readonly text: string;
}

/**
 * The tags of a document with the text that follows each, up to the first that is not closed. Takes time in
 * proportion to the document whatever it holds: it can come from a store that means ill.
 */
function* tokensOf(document: string): Generator<Token, void, undefined> {
  for (let open = document.indexOf('<'); open !== -1; ) {
    INSIDE_TAG.lastIndex = open + 1;
    const tag = INSIDE_TAG.exec(document)?.[0] ?? '';
    const close = open + 1 + tag.length;
    if (document.charAt(close) !== '>') return;
    const next = document.indexOf('<', close);
    yield { tag, text: document.slice(close + 1, next === -1 ? undefined : next) };
    open = next;
  }
}

/** The root element of a document, or null if there is none or it holds more than 100,000 elements. Text is kept byte for byte: a key may be blank. */
export function parseXml(document: string): XmlElement | null {
  const top: OpenElement = { name: '', children: [], text: '' };
  const open = [top];
  let count = 0;
  for (const { tag, text } of tokensOf(document)) {
    if (tag.startsWith('/')) {
      if (open.length > 1) open.pop();
      continue;
    }
    const [name] = NAME.exec(tag) ?? [];
    if (name === undefined || /^[?!]/.test(name)) continue;
    count += 1;
    if (count > MOST_ELEMENTS) return null;
    const isEmpty = tag.endsWith('/');
    const element: OpenElement = { name, children: [], text: isEmpty ? '' : decodeEntities(text) };
    (open.at(-1) ?? top).children.push(element);
    if (!isEmpty) open.push(element);
  }
  return top.children[0] ?? null;
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** Text of the first child of that name; empty if there is none. */
export function textOf(element: XmlElement, name: string): string {
  return element.children.find((child) => child.name === name)?.text ?? '';
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));/g, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}

/** Text for an element; white space as references, because a reader may normalise it otherwise. */
export function encodeText(text: string): string {
  return text.replace(/[&<>"\t\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** XML 1.0 has no way to write these characters, not even as references. */
export function isExpressible(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return isWellFormed(text) && !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text);
}
