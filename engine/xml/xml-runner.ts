import type { EngineWarning } from '../warning.js';
import type { DocumentRunner } from '../threads/document-requests.js';
import type { XmlProgram } from './run-xml.js';

export const XPATH: DocumentRunner = { task: 'runXml', name: 'XPath', shown: (program) => (JSON.parse(program) as XmlProgram).path.slice(0, 200), warning: incorrectXml };

/** ER_INCORRECT_XML (MySQL error reference), of a text that is none. */
function incorrectXml(reason: string): EngineWarning {
  return { level: 'Warning', code: 1525, message: `Incorrect XML value: '${reason.slice(0, 200)}'` };
}
