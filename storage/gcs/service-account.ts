import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { StagewireError } from '../../errors/index.js';

/** An account on whose behalf requests are made. */
export interface ServiceAccount {
  readonly email: string;
  readonly privateKey: KeyObject;
  /** Where signed claims are changed for tokens. */
  readonly tokenUrl: URL;
}

/** What we use of the key file that Google Cloud makes for a service account. */
const KEY_FILE = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  token_uri: z.url({ protocol: /^https?$/ }).default('https://oauth2.googleapis.com/token'),
});

/** Reads a key file, JSON in base64. 2002, which quotes nothing of it, for anything else. */
export function parseServiceAccount(credential: string): ServiceAccount {
  try {
    const file = KEY_FILE.parse(JSON.parse(Buffer.from(credential, 'base64').toString('utf8')));
    return { email: file.client_email, privateKey: createPrivateKey(file.private_key), tokenUrl: new URL(file.token_uri) };
  } catch {
    // The errors of the parsers quote what they read.
    throw new StagewireError('InvalidConfig', 'credential must be the JSON key file of a service account in base64, with type, client_email and private_key');
  }
}
