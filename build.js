import { readFileSync } from 'node:fs';
import { build } from 'rolldown';

// Run by npm, in this folder.
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Packages of many small files of JavaScript that every start needs. */
const LOADED_AT_START = ['@bufbuild/protobuf', '@duckdb/node-api', '@exodus/bytes', '@fastify/busboy', 'fastify', 'iconv-lite', 'minio', 'pg', 'zod'];

const isLeftOut = (id) => Object.keys(dependencies).some((name) => !LOADED_AT_START.includes(name) && (id === name || id.startsWith(`${name}/`)));

/** A start takes half of the processor time that it takes with a file for each module. Other packages stay where npm has put them. */
await build({
  input: {
    'server/main': 'server/main.ts',
    'engine/threads/thread': 'engine/threads/thread.ts',
    'storage/fs/file-worker': 'storage/fs/file-worker.ts',
  },
  platform: 'node',
  external: isLeftOut,
  output: { dir: 'dist', format: 'esm', sourcemap: true, chunkFileNames: 'chunks/[name].js' },
});
