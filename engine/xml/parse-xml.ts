import { SaxesParser } from 'saxes';

/** Elements and texts deeper within each other are refused; what looks into them is recursive. */
const DEEPEST = 256;

interface Linked {
  readonly parentNode: XmlParent | null;
  previousSibling: XmlChild | null;
  nextSibling: XmlChild | null;
}

interface Parent {
  readonly childNodes: XmlChild[];
  firstChild: XmlChild | null;
  lastChild: XmlChild | null;
}

/** Where a node stands in its document, in UTF-16 code units, the end exclusive: an element with its tags, an attribute with its name and quotes. */
interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface XmlElement extends Linked, Parent, Placed {
  readonly nodeType: 1;
  readonly nodeName: string;
  readonly localName: string;
  readonly prefix: string | null;
  readonly namespaceURI: string | null;
  readonly attributes: readonly XmlAttribute[];
  end: number;
}

export interface XmlAttribute extends Placed {
  readonly nodeType: 2;
  readonly nodeName: string;
  readonly name: string;
  readonly localName: string;
  readonly prefix: string | null;
  readonly namespaceURI: string | null;
  readonly value: string;
  readonly ownerElement: XmlElement;
}

export interface XmlText extends Linked, Placed {
  readonly nodeType: 3;
  readonly nodeName: '#text';
  readonly data: string;
}

/** A document, or a fragment of one: with any number of elements and texts. */
export interface XmlRoot extends Parent {
  readonly nodeType: 9;
  readonly nodeName: '#document';
  readonly parentNode: null;
}

type XmlParent = XmlRoot | XmlElement;
type XmlChild = XmlElement | XmlText;
/** The properties of the DOM (WHATWG) that a query of XPath reads. */
export type XmlNode = XmlParent | XmlText | XmlAttribute;

/** What is wrong with a text that is no XML. */
export interface XmlFault {
  readonly fault: string;
}

/** Reads XML or a fragment of it. Prefixes stand for themselves, whatever they are bound to. */
export function parseXml(text: string): XmlRoot | XmlFault {
  const root: XmlRoot = { nodeType: 9, nodeName: '#document', parentNode: null, childNodes: [], firstChild: null, lastChild: null };
  const open: XmlElement[] = [];
  const parser = new SaxesParser({ fragment: true });
  const faults: string[] = [];
  const refuse = (reason: string): void => { faults.push(reason); };
  const add = (child: XmlChild): void => {
    const parent = open.at(-1) ?? root;
    child.previousSibling = parent.lastChild;
    if (parent.lastChild) parent.lastChild.nextSibling = child;
    parent.firstChild ??= child;
    parent.lastChild = child;
    parent.childNodes.push(child);
  };
  const addText = (data: string, from: number, end: number): void => { add({ nodeType: 3, nodeName: '#text', data, start: from, end, parentNode: open.at(-1) ?? root, previousSibling: null, nextSibling: null }); };
  let start = 0;
  /** Where the last tag, comment or the like ended, behind which a text begins. */
  let behindMarkup = 0;
  const endMarkup = (): void => { behindMarkup = text.indexOf('>', parser.position - 1) + 1; };
  parser.on('error', ({ message }) => { refuse(message.replace(/^(\d+):(\d+): /, 'parse error at line $1 pos $2: ')); });
  parser.on('opentagstart', () => { start = text.lastIndexOf('<', parser.position - 1); });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length >= DEEPEST) refuse(`more than ${DEEPEST} elements within each other`);
    if (faults.length > 0) return;
    const own: XmlAttribute[] = [];
    const element: XmlElement = { nodeType: 1, nodeName: name, ...nameParts(name), attributes: own, childNodes: [], firstChild: null, lastChild: null, start, end: start, parentNode: open.at(-1) ?? root, previousSibling: null, nextSibling: null };
    const places = attributePlaces(text.slice(start, parser.position), start);
    for (const [key, value] of Object.entries(attributes as Readonly<Record<string, string>>)) own.push({ nodeType: 2, nodeName: key, name: key, ...nameParts(key), value, ownerElement: element, ...(places.get(key) ?? { start, end: start }) });
    endMarkup();
    add(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) element.end = parser.position;
    endMarkup();
  });
  parser.on('text', (data) => {
    const end = text.indexOf('<', behindMarkup);
    addText(data, behindMarkup, end < 0 ? text.length : end);
  });
  parser.on('cdata', (data) => {
    endMarkup();
    addText(data, text.lastIndexOf('<![CDATA[', behindMarkup), behindMarkup);
  });
  parser.on('comment', endMarkup);
  parser.on('processinginstruction', endMarkup);
  // A fragment begins with no declaration; a comment leaves everything where it stands.
  parser.write(text.replace(/^<\?xml\s[^>]*\?>/, (declaration) => `<!--${' '.repeat(declaration.length - 7)}-->`)).close();
  const [fault] = faults;
  return fault === undefined ? root : { fault };
}

/** Where the attributes of a tag stand, by their names. */
function attributePlaces(tag: string, at: number): ReadonlyMap<string, Placed> {
  return new Map([...tag.matchAll(/([^\s=<>"'/]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)].map(({ 0: whole, 1: name = '', index }) => [name, { start: at + index, end: at + index + whole.length }]));
}

function nameParts(name: string): { readonly localName: string; readonly prefix: string | null; readonly namespaceURI: string | null } {
  const [first = '', ...rest] = name.split(':');
  return rest.length === 0 ? { localName: first, prefix: null, namespaceURI: null } : { localName: rest.join(':'), prefix: first, namespaceURI: first };
}
