import { shortened } from './run-jq.js';
import type { DocumentRunner } from '../threads/document-requests.js';

export const JQ: DocumentRunner = { task: 'runJq', name: 'jq', shown: shortened };
