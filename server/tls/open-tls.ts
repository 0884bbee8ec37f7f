import path from 'node:path';
import type { TlsSettings } from '../settings.js';
import { generatedFiles } from './certificates.js';
import { TlsDoor } from './tls-door.js';

/** TLS as the settings want it, null where they don't. Throws StagewireError (InvalidConfig) for unusable files. */
export async function openTls(settings: TlsSettings, dataDir: string): Promise<TlsDoor | null> {
  if (!settings.enabled) return null;
  if (settings.files !== null) return TlsDoor.open({ ...settings.files, ca: settings.ca });
  const generated = await generatedFiles(path.join(dataDir, 'tls'));
  return TlsDoor.open({ ...generated, ca: settings.ca ?? generated.ca });
}
