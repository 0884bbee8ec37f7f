import { RawClient } from '../../test/server/mysql/raw-client.js';
import { Asker } from '../support/asker.js';
import type { Measurement, Report, Scale } from '../support/benchmark.js';
import { withMariadb, type Mariadb } from '../support/mariadb.js';
import { startPeer, type Peer } from '../support/peer.js';
import { watchMemory } from '../support/peak-memory.js';
import { compareRates, type Side } from '../support/rates.js';
import type { BenchServer } from '../support/server.js';
import { perSecond } from '../support/table.js';
import { withServer } from '../support/with-server.js';

const CONNECTIONS = [1, 8, 64];
/** Of what a bare socket reaches. */
const TARGET = { atLeast: 0.85 };

/** A COM_QUERY in its packet. */
function queryPacket(sql: string): Buffer {
  const size = 1 + Buffer.byteLength(sql);
  return Buffer.concat([Buffer.of(size & 0xff, size >> 8, 0, 0, 3), Buffer.from(sql)]);
}

const SELECT_ONE = queryPacket('SELECT 1');
const COM_STMT_PREPARE = 0x16;
const COM_STMT_EXECUTE = 0x17;

/** A peer, and whether there is a rate to reach. */
interface NamedSide extends Side {
  readonly name: string;
  readonly target: Pick<Measurement, 'target'>;
}

/** What is asked again and again; `packet` is made for the connection that asks. */
interface Question {
  readonly what: string;
  readonly packet: (client: RawClient) => Promise<Buffer>;
}

const QUESTIONS: readonly Question[] = [
  { what: 'SELECT 1', packet: () => Promise.resolve(SELECT_ONE) },
  { what: 'execute of a prepared SELECT 1', packet: prepareSelectOne },
];

/** Prepares the statement; the packet executes it once, without a cursor. */
async function prepareSelectOne(client: RawClient): Promise<Buffer> {
  client.command(COM_STMT_PREPARE, 'SELECT 1');
  const prepared = await client.expectPayload();
  if (prepared[0] === 0xff) throw new Error(prepared.toString('latin1'));
  // The one column; clients without EOF packets get no more.
  await client.expectPayload();
  return Buffer.concat([Buffer.of(10, 0, 0, 0, COM_STMT_EXECUTE), prepared.subarray(1, 5), Buffer.of(0, 1, 0, 0, 0)]);
}

/** `SELECT 1` again and again, as text and prepared, against a bare Node socket that answers a fixed result, and against MariaDB. */
export async function statements(scale: Scale, report: Report): Promise<void> {
  const bare = await startPeer('fixed-answer-server');
  try {
    await withServer(async (server) => {
      const all = async (mariadb: Mariadb | null): Promise<true> => {
        for (const question of QUESTIONS) {
          for (const connections of CONNECTIONS) for (const line of await measure(server, scale, question, connections, bare, mariadb)) report(line);
        }
        return true;
      };
      if (!(await withMariadb('SELECT 1', all))) await all(null);
    });
  } finally {
    bare.stop();
  }
}

async function measure(server: BenchServer, scale: Scale, question: Question, connections: number, bare: Peer, mariadb: Mariadb | null): Promise<readonly Measurement[]> {
  const memory = await watchMemory(server.pid);
  const ours = await open(connections, () => loggedIn(server.mysqlPort, question));
  const ofBare = await open(connections, () => Asker.connect(bare.port, SELECT_ONE));
  const ofMariadb = mariadb && (await open(connections, () => loggedIn(mariadb.port, question)));
  try {
    const peers: readonly NamedSide[] = [
      { name: 'bare socket', pid: bare.pid, work: askEach(ofBare), target: { target: TARGET } },
      ...(mariadb && ofMariadb ? [{ name: 'MariaDB', pid: mariadb.pid, work: askEach(ofMariadb), target: {} }] : []),
    ];
    const compared = await compareRates(scale, connections, { pid: server.pid, work: askEach(ours) }, peers);
    const memoryBytes = await memory.growth();
    return compared.peers.map(({ rate, ratio }, index) => ({
      what: `${question.what} at ${connections} connection${connections === 1 ? '' : 's'}`,
      ours: perSecond(compared.ours.perSecond),
      peer: perSecond(rate.perSecond),
      peerName: peers[index]?.name ?? '',
      ratio,
      ...peers[index]?.target,
      cpuMicros: { ours: compared.ours.cpuMicros, peer: rate.cpuMicros },
      memoryBytes,
    }));
  } finally {
    for (const asker of [...ours, ...ofBare, ...(ofMariadb ?? [])]) asker.destroy();
  }
}

async function loggedIn(port: number, question: Question): Promise<Asker> {
  const client = await RawClient.logIn(port);
  return Asker.on(client.socket, await question.packet(client));
}

function open(connections: number, one: () => Promise<Asker>): Promise<readonly Asker[]> {
  return Promise.all(Array.from({ length: connections }, one));
}

function askEach(askers: readonly Asker[]): (worker: number) => Promise<void> {
  return (worker) => askers[worker]?.ask() ?? Promise.resolve();
}
