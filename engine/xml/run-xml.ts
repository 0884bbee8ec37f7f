import { createRequire } from 'node:module';
import { StagewireError } from '../../errors/index.js';
import { parseXml, type XmlNode, type XmlRoot } from './parse-xml.js';

/** A program (see {@link XmlProgram}) and XML texts to run it over. */
export interface XmlInput {
  readonly program: string;
  readonly documents: readonly string[];
}

/** EXTRACTVALUE, or with `by` UPDATEXML; as JSON. */
export interface XmlProgram {
  readonly path: string;
  readonly by?: string;
}

interface Evaluate {
  (path: string, context: XmlNode, domFacade: null, variables: object, returnType: number, options: object): unknown;
  readonly ALL_RESULTS_TYPE: number;
  readonly XPATH_3_1_LANGUAGE: string;
}

// Its own types would bring those of browsers into the whole project.
const { evaluateXPath } = createRequire(import.meta.url)('fontoxpath') as { readonly evaluateXPath: Evaluate };

/** Characters of a document and of a path. */
const MOST_XML = 1024 ** 2;
const MOST_PATH = 4096;

/** Those of XPath 1.0. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  'boolean', 'ceiling', 'concat', 'contains', 'count', 'false', 'floor', 'last', 'local-name', 'name', 'normalize-space', 'not', 'number', 'position', 'round',
  'starts-with', 'string', 'string-length', 'substring', 'substring-after', 'substring-before', 'sum', 'translate', 'true',
]);
const FUNCTION_NAMESPACE = 'http://www.w3.org/2005/xpath-functions';

/** Answers for each document with one JSON text, the result; where it is no XML with `null` and what is wrong. Throws 1006 for a path that can't be read or used, and what is too large. */
export function runXml({ program, documents }: XmlInput): readonly (readonly string[])[] {
  const { path, by } = JSON.parse(program) as XmlProgram;
  if (path.length > MOST_PATH) throw new StagewireError('BadArguments', `an XPath may have ${MOST_PATH} characters, not ${path.length}`);
  return documents.map((text) => {
    if (text.length > MOST_XML) throw new StagewireError('BadArguments', `XML may have ${MOST_XML} characters, not ${text.length}`);
    const root = parseXml(text);
    if ('fault' in root) return ['null', root.fault];
    return [JSON.stringify(by === undefined ? extracted(root, path) : updated(text, root, path, by))];
  });
}

/** The texts that the found elements have themselves, and the values of others, one behind the other (MySQL manual, EXTRACTVALUE). */
function extracted(root: XmlRoot, path: string): string {
  return found(root, path).flatMap((item) => (isNode(item) ? textsOf(item) : [typeof item === 'boolean' ? String(Number(item)) : String(item)])).join(' ');
}

/** With another text in place of the one node that is found, of an attribute with its name; as it is if it is not one (MySQL manual, UPDATEXML). */
function updated(text: string, root: XmlRoot, path: string, by: string): string {
  const [item, ...others] = found(root, path);
  if (!isNode(item) || others.length > 0) return text;
  return item.nodeType === 9 ? by : text.slice(0, item.start) + by + text.slice(item.end);
}

function found(root: XmlRoot, path: string): readonly unknown[] {
  try {
    return evaluateXPath(path, root, null, {}, evaluateXPath.ALL_RESULTS_TYPE, {
      language: evaluateXPath.XPATH_3_1_LANGUAGE,
      namespaceResolver: (prefix: string) => (prefix === '' ? null : prefix),
      functionNameResolver,
    }) as unknown[];
  } catch (error) {
    const [, reason = ''] = /^([^\n]*)/.exec(error instanceof Error ? error.message : String(error)) ?? [];
    throw new StagewireError('BadArguments', `XPATH error: '${path.slice(0, 200)}': ${reason}`, { mysql: { errno: 1105, sqlState: 'HY000' }, cause: error });
  }
}

interface FunctionName {
  readonly prefix: string;
  readonly localName: string;
}

function functionNameResolver({ prefix, localName }: FunctionName): { readonly namespaceURI: string; readonly localName: string } {
  if (prefix !== '' || !FUNCTIONS.has(localName)) throw new Error(`XPath 1.0 has no function '${localName}'`);
  return { namespaceURI: FUNCTION_NAMESPACE, localName };
}

const isNode = (item: unknown): item is XmlNode => typeof item === 'object' && item !== null && 'nodeType' in item;

function textsOf(node: XmlNode): readonly string[] {
  switch (node.nodeType) {
    case 2: return [node.value];
    case 3: return [node.data];
    default: return node.childNodes.flatMap((child) => (child.nodeType === 3 ? [child.data] : []));
  }
}
