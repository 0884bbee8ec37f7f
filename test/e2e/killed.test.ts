import { afterAll, afterEach, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { defaultDeployment, sharedDeployment, type Deployment } from '../support/deployments.js';
import { killRounds, type Life, type Scenario } from '../support/kill-rounds.js';
import { processesOn } from '../support/processes.js';
import { SEED, seededRandom } from '../support/random.js';
import { startS3Server } from '../support/s3-server.js';
import { rows } from '../support/stagewire.js';
import { until } from '../support/until.js';
import { upload } from '../support/upload.js';

// A server is killed (kill -9) at random moments of an operation and started again on the same data. What
// it said was done is done, and nothing is half there.

const KIB = 1024;
const MANY = 300;
const TEST_MS = 240_000;

const s3 = await startS3Server('kill -9 with files in S3');
afterAll(() => s3?.stop());

const random = seededRandom();

/** The error number of stage-world errors stands in the text. */
const isUnknownStage = (error: unknown): boolean => error instanceof Error && error.message.includes('Code: 2501');

interface SeenStage {
  readonly comment: string;
  readonly files: ReadonlyMap<string, number>;
}

/** What a client sees of a stage: comment, and sizes of files by name; null if there is none. */
async function seen({ root }: Life, stage: string): Promise<SeenStage | null> {
  try {
    const [description] = await rows(root, `DESC STAGE ${stage}`);
    const files = await rows(root, `LIST @${stage}`);
    return { comment: String(description?.['comment']), files: new Map(files.map((row) => [String(row['name']), Number(row['size'])])) };
  } catch (error) {
    if (isUnknownStage(error)) return null;
    throw error;
  }
}

/** In ten folders, each of a size of its own. */
function manyFiles(folder = ''): Map<string, string> {
  return new Map(Array.from({ length: MANY }, (_, index) => [`${folder}${index % 10}/${index}.csv`, 'x'.repeat(index)]));
}

const sizesOf = (files: ReadonlyMap<string, string>): ReadonlyMap<string, number> => new Map([...files].map(([name, content]) => [name, Buffer.byteLength(content)]));

async function download({ root }: Life, location: string): Promise<Buffer> {
  const [presigned] = await rows(root, `PRESIGN ${location}`);
  const response = await fetch(String(presigned?.['url']));
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** Uploads of a new file, and over a file that is there. `largest` is the size that a file can have, in bytes. */
function uploading(largest: number): Scenario {
  const candidates = new Map<string, Buffer[]>();
  const contentOf = (name: string, round: number): Buffer => Buffer.alloc(Math.floor(largest * (0.5 + random() / 2)), `${name} of ${round}\n`);
  return {
    async prepare({ root }, round) {
      await root.query('CREATE STAGE IF NOT EXISTS up');
      await root.query('REMOVE @up/new');
      candidates.delete(`new ${round - 1}.csv`);
      for (const name of [`new ${round}.csv`, 'same.csv']) candidates.set(name, [...(candidates.get(name) ?? []), contentOf(name, round)]);
    },
    async operate({ server }, round) {
      const names = [`new ${round}.csv`, 'same.csv'];
      const response = await upload(server.httpUrl, 'up', Object.fromEntries(names.map((name) => [name, candidates.get(name)?.at(-1) ?? ''])));
      expect(response.status, await response.text()).toBe(200);
    },
    async check(life, round, acknowledged) {
      const listed = (await seen(life, 'up'))?.files ?? new Map<string, number>();
      for (const [name, size] of listed) {
        const content = await download(life, `'@up/${name}'`);
        expect(content.length).toBe(size);
        const possible = acknowledged ? (candidates.get(name)?.slice(-1) ?? []) : (candidates.get(name) ?? []);
        const found = possible.find((candidate) => candidate.equals(content));
        expect(found, `${name} (${size} bytes) is none of the files that were sent`).toBeDefined();
        if (found) candidates.set(name, [found]);
      }
      // The first one is uploaded before any kill.
      expect([...listed.keys()]).toContain('same.csv');
      if (acknowledged) expect([...listed.keys()]).toContain(`new ${round}.csv`);
      expect((await life.deployment.files('up')).sort()).toEqual([...listed.keys()].sort());
    },
  };
}

/** A few at once, by one who needs a grant on each to use it. */
function creating(): Scenario {
  const BATCH = 5;
  const namesOf = (round: number): string[] => Array.from({ length: BATCH }, (_, index) => `c_${round + 1}_${index}`);
  let done: string[] = [];
  return {
    async prepare({ root }) {
      done = [];
      await root.query("CREATE USER IF NOT EXISTS maker IDENTIFIED BY 'pw'");
      await root.query('GRANT CREATE STAGE ON *.* TO maker');
    },
    async operate({ server }, round) {
      const maker = await server.connect({ user: 'maker', password: 'pw' });
      maker.on('error', () => undefined);
      for (const name of namesOf(round)) {
        await maker.query(`CREATE STAGE ${name} FILE_FORMAT = (TYPE = CSV FIELD_DELIMITER = '|') COMMENT = 'comment of ${name}'`);
        done.push(name);
      }
      maker.destroy();
    },
    async check({ server, root }, round) {
      const shown = await rows(root, "SHOW STAGES LIKE 'c\\_%'");
      const names = shown.map((row) => String(row['name']));
      expect(names).toEqual(expect.arrayContaining(done));
      expect(namesOf(round)).toEqual(expect.arrayContaining(names));
      const maker = await server.connect({ user: 'maker', password: 'pw' });
      for (const row of shown) {
        const name = String(row['name']);
        expect(row).toMatchObject({ comment: `comment of ${name}`, creator: "'maker'@'%'", file_format_options: expect.stringContaining('"field_delimiter":"|"') as string });
        expect((await upload(server.httpUrl, name, { 'a.csv': '1' }, { user: 'maker', password: 'pw' })).status).toBe(200);
        expect(await rows(maker, `LIST @${name}`)).toMatchObject([{ name: 'a.csv', size: 1 }]);
        await root.query(`DROP STAGE ${name}`);
      }
      await maker.end();
      for (const name of namesOf(round)) {
        await root.query(`CREATE STAGE ${name}`);
        await root.query(`DROP STAGE ${name}`);
      }
    },
  };
}

/** A stage whose DROP began is never seen again, and its files are gone soon after the start. */
function dropping(): Scenario {
  return {
    async prepare({ root, deployment }) {
      await root.query("CREATE OR REPLACE STAGE doomed COMMENT = 'whole'");
      await deployment.put('doomed', manyFiles());
    },
    async operate({ root }) {
      await root.query('DROP STAGE doomed');
    },
    async check(life, _round, acknowledged) {
      const stage = await seen(life, 'doomed');
      if (acknowledged) expect(stage).toBeNull();
      if (stage) {
        expect(stage).toEqual({ comment: 'whole', files: sizesOf(manyFiles()) });
        return;
      }
      await until('the files of a dropped stage are gone', async () => (await life.deployment.files('doomed')).length === 0);
      expect(await seen(life, 'doomed')).toBeNull();
      await life.root.query('CREATE STAGE doomed');
      expect(await seen(life, 'doomed')).toEqual({ comment: '', files: new Map() });
    },
  };
}

/** Either the old stage with all of its files or the new one with none; neither while the files are being removed. */
function replacing(): Scenario {
  return {
    async prepare({ root, deployment }) {
      await root.query("CREATE OR REPLACE STAGE replaced COMMENT = 'old'");
      await deployment.put('replaced', manyFiles());
    },
    async operate({ root }) {
      await root.query("CREATE OR REPLACE STAGE replaced COMMENT = 'new'");
    },
    async check(life, _round, acknowledged) {
      let stage: SeenStage | null = null;
      await until('the stage is there', async () => (stage = await seen(life, 'replaced')) !== null);
      const old: SeenStage = { comment: 'old', files: sizesOf(manyFiles()) };
      const replacement: SeenStage = { comment: 'new', files: new Map() };
      expect(acknowledged ? [replacement] : [old, replacement]).toContainEqual(stage);
    },
  };
}

/** REMOVE goes file by file: some may be left, each of them whole, and nothing else is touched. */
function removing(): Scenario {
  const kept = new Map([['kept/a.csv', 'a'], ['kept/b.csv', 'b']]);
  return {
    async prepare({ root, deployment }) {
      await root.query('CREATE STAGE IF NOT EXISTS thinned');
      await deployment.put('thinned', new Map([...manyFiles('in/'), ...kept]));
    },
    async operate({ root }) {
      await root.query('REMOVE @thinned/in/');
    },
    async check(life, _round, acknowledged) {
      const possible = sizesOf(new Map([...manyFiles('in/'), ...kept]));
      const { files } = (await seen(life, 'thinned')) ?? { files: new Map<string, number>() };
      for (const [name, size] of files) expect([name, size]).toEqual([name, possible.get(name)]);
      expect([...files.keys()]).toEqual(expect.arrayContaining([...kept.keys()]));
      if (acknowledged) expect(files.size).toBe(kept.size);
      await life.root.query('REMOVE @thinned/in/');
      expect((await seen(life, 'thinned'))?.files.size).toBe(kept.size);
      expect((await life.deployment.files('thinned')).length).toBe(kept.size);
    },
  };
}

interface Suite {
  readonly kills: number;
  readonly largestUpload: number;
  readonly deploy: () => Promise<Deployment>;
}

function killedAmid({ kills, largestUpload, deploy }: Suite): void {
  let deployment: Deployment;
  beforeEach(async () => {
    deployment = await deploy();
  });
  afterEach(() => deployment.remove());

  it.each([
    ['uploads', uploading(largestUpload)],
    ['CREATE STAGE', creating()],
    ['DROP STAGE', dropping()],
    ['CREATE OR REPLACE STAGE', replacing()],
    ['REMOVE', removing()],
  ] as const)(`${kills} times amid %s`, { timeout: TEST_MS }, async (_name, scenario) => {
    onTestFailed(() => {
      process.stderr.write(`repeat the moments of these kills with STAGEWIRE_TEST_SEED=${SEED}\n`);
    });
    const cutOff = await killRounds(deployment, scenario, kills, random);
    expect(cutOff).toBeGreaterThan(0);
    expect(processesOn(deployment.dataDir)).toEqual([]);
  });
}

describe('kill -9 (embedded PostgreSQL, files in a directory)', () => {
  killedAmid({ kills: 10, largestUpload: 4096 * KIB, deploy: defaultDeployment });
});

describe.skipIf(s3 === null)('kill -9 (PostgreSQL, files in S3)', () => {
  // Large enough for several parts.
  killedAmid({ kills: 5, largestUpload: 32 * 1024 * KIB, deploy: () => (s3 ? sharedDeployment(s3) : Promise.reject(new Error('no MinIO'))) });
});
