import { isWellFormed } from '../well-formed.js';

/**
 * An element of an S3 response. These are made by machines from a fixed schema: elements, text and
 * entities, no mixed content, nothing of ours in attributes.
 */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** One tag, declaration or comment, and the text that follows it. */
const TOKEN = /<(?:[?!][^>]*|(\/?)([^\s/>]+)(?:[^>"']|"[^"]*"|'[^']*')*?(\/?))>([^<]*)/g;

interface OpenElement {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/** The root element of a document, or null if there is none. Text is kept byte for byte: a key may be blank. */
export function parseXml(document: string): XmlElement | null {
  const top: OpenElement = { name: '', children: [], text: '' };
  const open = [top];
  for (const [, slash, name, selfClosing, text = ''] of document.matchAll(TOKEN)) {
    const current = open.at(-1) ?? top;
    if (name === undefined) continue;
    if (slash === '/') {
      if (open.length > 1) open.pop();
      continue;
    }
    const element: OpenElement = { name, children: [], text: selfClosing === '/' ? '' : decodeEntities(text) };
    current.children.push(element);
    if (selfClosing !== '/') open.push(element);
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
