import { execFile } from 'node:child_process';
import { access, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, temporaryDirectory, type TestServer } from '../support/stagewire.js';

const run = promisify(execFile);

/** Where `install.sh` has put what the programs of this folder need. */
const INSTALLED = process.env['STAGEWIRE_TEST_CLIENTS'] ?? join(homedir(), '.cache', 'stagewire-clients');
const HERE = import.meta.dirname;

interface Client {
  readonly name: string;
  /** What must be there for it to run. */
  readonly needs: string;
  readonly command: readonly [file: string, ...args: string[]];
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const python = join(INSTALLED, 'python', 'bin', 'python');
const superset = join(INSTALLED, 'superset', 'bin', 'python');
const node = join(INSTALLED, 'node');
const java = join(INSTALLED, 'java');

/** Programs that end with 0 and a line such as `12 passed, 0 failed` when everything that they tried holds. */
const CLIENTS: readonly Client[] = [
  { name: 'mysql2, mysql and mariadb (Node)', needs: node, command: [process.execPath, 'drivers.js'], directory: node },
  { name: 'knex, sequelize, typeorm and drizzle', needs: node, command: [process.execPath, 'orms.js'], directory: node },
  { name: 'drizzle-kit introspect', needs: node, command: ['bash', 'drizzle-introspection.sh'], directory: node },
  { name: 'PyMySQL, mysqlclient and mysql-connector-python', needs: python, command: [python, join(HERE, 'python', 'drivers.py')] },
  { name: 'SQLAlchemy and pandas', needs: python, command: [python, join(HERE, 'python', 'alchemy.py')] },
  { name: 'ODBC', needs: python, command: [python, join(HERE, 'python', 'odbc.py')] },
  { name: 'mycli', needs: python, command: ['bash', join(HERE, 'cli', 'mycli.sh')], environment: { MYCLI: join(INSTALLED, 'python', 'bin', 'mycli') } },
  { name: 'mysql, mysqldump and mysqladmin (MySQL)', needs: join(INSTALLED, 'mysql', 'mysqladmin'), command: ['bash', join(HERE, 'cli', 'mysql.sh')], environment: { CLIENTS: join(INSTALLED, 'mysql') } },
  { name: 'libmysqlclient (C)', needs: join(INSTALLED, 'c-client'), command: [join(INSTALLED, 'c-client')] },
  { name: 'mysqldump (MariaDB)', needs: python, command: ['bash', join(HERE, 'cli', 'mysqldump.sh')] },
  { name: 'Connector/J and MariaDB Connector/J', needs: java, command: ['java', '-cp', `${java}/*`, join(HERE, 'java', 'Clients.java')] },
  { name: 'go-sql-driver', needs: join(INSTALLED, 'go-client'), command: [join(INSTALLED, 'go-client')] },
  { name: 'sqlx (Rust)', needs: join(INSTALLED, 'rust'), command: [join(INSTALLED, 'rust', 'debug', 'stagewire-clients')] },
  { name: 'PDO (PHP)', needs: python, command: ['php', join(HERE, 'php', 'pdo.php')] },
  { name: 'Apache Superset', needs: superset, command: [superset, join(HERE, 'superset', 'dashboard.py')], environment: { SUPERSET_CONFIG_PATH: join(HERE, 'superset', 'superset_config.py') } },
];

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
const missing = new Set<Client>();
for (const client of CLIENTS) {
  if (await exists(client.needs)) continue;
  missing.add(client);
  process.stderr.write(`\n*** SKIPPED: ${client.name}: not installed; test/clients/install.sh does that\n`);
}
if (missing.size > 0 && process.env['STAGEWIRE_TEST_REQUIRE_ALL'] === '1') throw new Error('clients are not installed');

describe.skipIf(missing.size === CLIENTS.length)('clients of other people', () => {
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
  let server: TestServer;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    directory = await temporaryDirectory();
    server = await startServer(join(directory.path, 'data'));
    const file = join(directory.path, 'books.csv');
    await writeFile(file, 'id,title\n1,Dune\n2,Emma\n');
    const root = await server.connect();
    await root.query("CREATE USER ann IDENTIFIED BY 'secret'");
    await root.query('GRANT ALL ON *.* TO ann');
    await root.query('CREATE STAGE clients');
    await root.end();
    const upload = new FormData();
    upload.set('upload', new Blob(['a,b\n']), 'letters.csv');
    const response = await fetch(`${server.httpUrl}/v1/upload_to_stage`, { method: 'PUT', headers: { authorization: `Basic ${btoa('root:')}`, 'x-databend-stage-name': 'clients' }, body: upload });
    expect(response.status).toBe(200);
    environment = {
      ...process.env,
      STAGEWIRE_HOST: '127.0.0.1',
      STAGEWIRE_PORT: String(server.mysqlPort),
      STAGEWIRE_USER: 'ann',
      STAGEWIRE_PASSWORD: 'secret',
      STAGEWIRE_FILE: file,
      SUPERSET_HOME: directory.path,
    };
  });

  afterAll(async () => {
    await server.stop();
    await directory.remove();
  });

  for (const client of CLIENTS) {
    it.skipIf(missing.has(client))(client.name, { timeout: 300_000 }, async () => {
      const [file, ...args] = client.command;
      const { stdout, stderr } = await run(file, args, { cwd: client.directory ?? HERE, env: { ...environment, ...client.environment }, maxBuffer: 64 * 1024 * 1024 }).catch((error: unknown) => error as { stdout: string; stderr: string });
      expect(`${stdout}\n${stderr.slice(-8000)}`).toMatch(/^[1-9]\d* passed, 0 failed$/m);
    });
  }
});
