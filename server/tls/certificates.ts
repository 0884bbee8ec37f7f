import { mkdir, readFile, writeFile, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import type { generate } from 'selfsigned';

type GenerateOptions = NonNullable<Parameters<typeof generate>[1]>;

/** PEM texts of what one end of TLS shows. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** The files that are made, as MySQL names those in its data directory. */
const FILES = { ca: 'ca.pem', serverCert: 'server-cert.pem', serverKey: 'server-key.pem', clientCert: 'client-cert.pem', clientKey: 'client-key.pem' } as const;
const VALID_YEARS = 10;

/** A certificate authority and what it signed, made once in a directory. */
export interface GeneratedFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/**
 * The paths of the generated files below `directory`; makes them when the server's certificate is not there: an
 * authority whose key is thrown away, a certificate for this machine, and one for clients that are asked for one.
 */
export async function generatedFiles(directory: string): Promise<GeneratedFiles> {
  const at = (name: string): string => path.join(directory, name);
  const files = { ca: at(FILES.ca), cert: at(FILES.serverCert), key: at(FILES.serverKey) };
  if (await exists(files.cert)) return files;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const ca = await signed('Stagewire generated CA', authorityOptions());
  const [server, client] = await Promise.all([
    signed('Stagewire generated server certificate', { ...leafOptions(true), ca }),
    signed('Stagewire generated client certificate', { ...leafOptions(false), ca }),
  ]);
  await store(files.ca, ca.cert);
  await store(at(FILES.clientKey), client.key);
  await store(at(FILES.clientCert), client.cert);
  await store(files.key, server.key);
  // The one whose presence says that all are there comes last.
  await store(files.cert, server.cert);
  return files;
}

async function signed(commonName: string, options: GenerateOptions): Promise<Certificate> {
  // Seldom needed, and the start would wait for it.
  const selfsigned = await import('selfsigned');
  const made = await selfsigned.generate([{ name: 'commonName', value: commonName }], options);
  return { cert: made.cert, key: made.private };
}

function common(): GenerateOptions {
  const notBeforeDate = new Date(Date.now() - 24 * 3600 * 1000);
  const notAfterDate = new Date(notBeforeDate);
  notAfterDate.setFullYear(notAfterDate.getFullYear() + VALID_YEARS);
  return { keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notBeforeDate, notAfterDate };
}

function authorityOptions(): GenerateOptions {
  return {
    ...common(),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  };
}

function leafOptions(isServer: boolean): GenerateOptions {
  return {
    ...common(),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: isServer, clientAuth: !isServer },
      ...(isServer ? [serverNames()] : []),
    ],
  };
}

function serverNames(): NonNullable<GenerateOptions['extensions']>[number] {
  return {
    name: 'subjectAltName',
    altNames: [
      { type: 2, value: 'localhost' },
      { type: 2, value: hostname() },
      { type: 7, ip: '127.0.0.1' },
      { type: 7, ip: '::1' },
    ],
  };
}

async function store(file: string, content: string): Promise<void> {
  const unfinished = `${file}.tmp`;
  await writeFile(unfinished, content, { mode: 0o600 });
  await rename(unfinished, file);
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(() => true, () => false);
}
