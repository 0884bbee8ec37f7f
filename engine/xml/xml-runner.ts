import type { DocumentRunner } from '../threads/document-requests.js';
import type { XmlProgram } from './run-xml.js';

export const XPATH: DocumentRunner = { task: 'runXml', name: 'XPath', shown: (program) => (JSON.parse(program) as XmlProgram).path.slice(0, 200) };
