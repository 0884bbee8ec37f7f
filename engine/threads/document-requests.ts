import { StagewireError } from '../../errors/index.js';
import type { RunningQuery } from '../running-query.js';
import type { EngineWarning } from '../warning.js';
import type { Threads, TimeLimit } from './threads.js';

/** No JSON text has this in it, unescaped. */
const SEPARATOR = '\u001e';
/** Documents and characters that go to a thread at a time. */
const MOST_DOCUMENTS = 512;
const MOST_CHARACTERS = 1024 ** 2;
/** Characters of the documents, or of what is made of them, of one request. */
const MOST_HELD = 256 * 1024 ** 2;
const LIMIT_MS = 10_000;
/** Told to nobody. */
const CANCELLED = 'query was cancelled';
/** Nobody asks any more for what was not asked for so long. */
const LEASE_MS = 30_000;
/** Longest pause between two questions. */
const MOST_PAUSE_MS = 1000;
/** More than the longest pause, for states. */
const PAUSES = 1024;

/** What runs users' programs over documents. */
export interface DocumentRunner {
  /** A task that takes a program and documents, and gives the texts that it makes of each. */
  readonly task: 'runJq' | 'runXml';
  /** What messages call it. */
  readonly name: string;
  /** How messages show a program. */
  readonly shown: (program: string) => string;
  /** What the query is warned of where a second text came for a document, which is then no part of the outcome. */
  readonly warning?: (text: string) => EngineWarning;
}

interface Owner {
  readonly requests: Set<Request>;
  readonly warn: (warning: EngineWarning) => void;
}

interface Piece {
  readonly program: string;
  /** The ticket of the first document; those of the others follow. */
  readonly first: number;
  readonly documents: string[];
  /** In all of them. */
  characters: number;
}

/** The documents of one chunk. */
interface Request {
  /** The query whose chunk it is. */
  readonly owner: number;
  readonly runner: DocumentRunner;
  readonly pieces: Piece[];
  /** By ticket. */
  readonly outputs: Map<number, string>;
  readonly begun: number;
  readonly end: AbortController;
  lease: NodeJS.Timeout;
  held: number;
  isDone: boolean;
  /** What the query is told instead of outputs. */
  fault: string | null;
}

/**
 * Runs of jq and XPath, in threads. The engine's functions have to answer at once, and a program may take long: so a first function begins, a second one is asked
 * whether it is done, between pauses that the engine's thread makes, and a third one has the outcome.
 *
 * What goes between them is a *state*: the number of a ticket when done, else a number below zero, of ticket and pause. Only one ticket of a request
 * waits, for all of them.
 */
export class DocumentRequests {
  readonly #threads: Threads;
  readonly #limitMs: number;
  readonly #requests = new Map<number, Request>();
  /** Of queries that run. */
  readonly #owners = new Map<number, Owner>();
  #lastOwner = 0;
  /** That of the chunk that is being asked. */
  #open: { readonly first: number; readonly request: Request } | null = null;
  #next = 1;

  /** @param limitMs how long a program may take for the documents of one thread at a time */
  constructor(threads: Threads, limitMs = LIMIT_MS) {
    this.#threads = threads;
    this.#limitMs = limitMs;
  }

  /** Has what is begun for a query end with it, and warns it. Its connection is told by which number it begins something, and has to be its own from then on. */
  async own(query: RunningQuery, warn: Owner['warn']): Promise<void> {
    const owner = (this.#lastOwner += 1);
    this.#owners.set(owner, { requests: new Set(), warn });
    query.atEnd(() => {
      for (const request of this.#owners.get(owner)?.requests ?? []) this.#forget(request);
      this.#owners.delete(owner);
    });
    query.spoil();
    await query.call((connection) => connection.run(`SET VARIABLE document_owner = ${owner}`));
  }

  /**
   * A document of a request that `send` ends. Answers with a state.
   * @param owner the number of the query, 0 for none
   */
  begin(owner: number, runner: DocumentRunner, program: string, document: string): number {
    const ticket = this.#next;
    this.#next += 1;
    const isFirst = this.#open === null;
    this.#open ??= { first: ticket, request: this.#start(owner, runner) };
    const { request } = this.#open;
    this.#requests.set(ticket, request);
    request.held += document.length;
    if (request.held > MOST_HELD) this.#drop(request, `${runner.name} takes no more than ${MOST_HELD / 1024 ** 2} MiB of documents at a time`);
    else add(request, program, document, ticket);
    return isFirst ? waiting(ticket, 1) : ticket;
  }

  /** All documents of a chunk have come. */
  send(): void {
    const { request } = this.#open ?? {};
    this.#open = null;
    if (request) void this.#run(request);
  }

  /** @param state one below zero */
  poll(state: number): number {
    const ticket = Math.floor(-state / PAUSES);
    const request = this.#requests.get(ticket);
    if (!request || request.isDone) return ticket;
    this.#renew(request);
    return waiting(ticket, Math.min(MOST_PAUSE_MS, Math.max(1, Math.round((Date.now() - request.begun) / 8))));
  }

  /** The outcome, once: JSON texts with `SEPARATOR` between them. Throws what went wrong. */
  take(state: number): string {
    const ticket = state < 0 ? Math.floor(-state / PAUSES) : state;
    const request = this.#requests.get(ticket);
    this.#requests.delete(ticket);
    if (typeof request?.fault === 'string') throw new Error(request.fault);
    const output = request?.outputs.get(ticket);
    if (!request?.isDone || output === undefined) throw new Error(`${request?.runner.name ?? 'it'} had to wait too long for a thread`);
    request.outputs.delete(ticket);
    if (request.outputs.size === 0) this.#settle(request);
    return this.#warned(request, output);
  }

  #warned({ owner, runner: { warning } }: Request, output: string): string {
    if (!warning) return output;
    const [outcome = '', text] = output.split(SEPARATOR);
    if (text !== undefined) this.#owners.get(owner)?.warn(warning(text));
    return outcome;
  }

  /** How many documents wait, or outcomes. */
  get count(): number {
    return this.#requests.size;
  }

  #start(owner: number, runner: DocumentRunner): Request {
    const request: Request = { owner, runner, pieces: [], outputs: new Map(), begun: Date.now(), end: new AbortController(), lease: setTimeout(() => undefined, 0), held: 0, isDone: false, fault: null };
    this.#owners.get(owner)?.requests.add(request);
    this.#renew(request);
    return request;
  }

  #renew(request: Request): void {
    clearTimeout(request.lease);
    request.lease = setTimeout(() => {
      this.#forget(request);
    }, LEASE_MS).unref();
  }

  async #run(request: Request): Promise<void> {
    try {
      await Promise.all(request.pieces.splice(0).map((piece) => this.#runPiece(request, piece)));
    } catch (error) {
      this.#drop(request, error instanceof StagewireError ? error.text : String(error));
    }
    request.isDone = true;
    if (request.fault === CANCELLED) return;
    this.#renew(request);
  }

  async #runPiece(request: Request, { program, first, documents }: Piece): Promise<void> {
    const limit: TimeLimit = { ms: this.#limitMs, error: () => new StagewireError('BadArguments', fault(request.runner, program, `it takes longer than ${this.#limitMs / 1000} s`)) };
    const outputs = await this.#threads.run(request.runner.task, { program, documents }, request.end.signal, limit);
    for (const [index, texts] of outputs.entries()) {
      const output = texts.join(SEPARATOR);
      request.held += output.length;
      request.outputs.set(first + index, output);
    }
    if (request.held > MOST_HELD) throw new StagewireError('BadArguments', fault(request.runner, program, `it makes more than ${MOST_HELD / 1024 ** 2} MiB at a time`));
  }

  /** All of it was taken, or nobody wants it any more. */
  #settle(request: Request): void {
    clearTimeout(request.lease);
    this.#owners.get(request.owner)?.requests.delete(request);
  }

  #drop(request: Request, why: string): void {
    request.fault ??= why;
    request.pieces.length = 0;
    request.outputs.clear();
    request.end.abort();
  }

  #forget(request: Request): void {
    this.#drop(request, CANCELLED);
    this.#settle(request);
    for (const [ticket, other] of this.#requests) {
      if (other === request) this.#requests.delete(ticket);
    }
  }
}

const fault = ({ name, shown }: DocumentRunner, program: string, why: string): string => `${name} can't run '${shown(program)}': ${why}`;

const waiting = (ticket: number, pause: number): number => -(ticket * PAUSES + pause);

function add(request: Request, program: string, document: string, ticket: number): void {
  const last = request.pieces.at(-1);
  if (last?.program === program && last.first + last.documents.length === ticket && last.documents.length < MOST_DOCUMENTS && last.characters < MOST_CHARACTERS) {
    last.documents.push(document);
    last.characters += document.length;
  } else {
    request.pieces.push({ program, first: ticket, documents: [document], characters: document.length });
  }
}
