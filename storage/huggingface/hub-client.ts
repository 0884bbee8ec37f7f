import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import { StagewireError } from '../../errors/index.js';
import type { HttpConnections } from '../http-connections.js';
import { askFollowing, type FollowedRequest, type FollowedResponse } from '../http/follow-redirects.js';
import { parseJson } from '../parse-json.js';
import { encodePath, percentEncode } from '../percent-encode.js';
import { readAnswer } from '../read-body.js';
import { StoreErrors, type StoreCodes } from '../store-errors.js';
import { endpointUrl } from '../target.js';
import { placeOf, type HuggingfaceOptions } from './huggingface-options.js';

/** The codes that the Hub gives in a header. For a repository that must not be known to exist it answers 401. */
const CODES: StoreCodes = {
  containerMissing: new Set(['RepoNotFound', 'RevisionNotFound']),
  objectMissing: new Set(['EntryNotFound']),
  denied: new Set(['GatedRepo', 'DisabledRepo']),
};

export interface HubRequest {
  readonly url: URL;
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON by POST; without it the method is GET. */
  readonly json?: unknown;
  readonly signal: AbortSignal | undefined;
}

/** Requests about one repository of the Hugging Face Hub. The token goes to the Hub alone. */
export class HubClient {
  readonly errors: StoreErrors;
  readonly #connections: HttpConnections;
  readonly #allowInsecure: boolean;
  readonly #hub: URL;
  readonly #options: HuggingfaceOptions;

  /** 2002 if the options cannot configure a client. */
  constructor(connections: HttpConnections, allowInsecure: boolean, options: HuggingfaceOptions) {
    const { hubUrl, repo, revision, token } = options;
    if (!/^[\w.-]+\/[\w.-]+$/.test(repo) || /(?:^|\/)\.{1,2}(?:\/|$)/.test(repo)) {
      throw new StagewireError('InvalidConfig', `'${repo}' cannot be the name of a repository: a location is written hf://owner/name/path/`);
    }
    if (token !== undefined && !/^[\x21-\x7E]+$/.test(token)) {
      throw new StagewireError('InvalidConfig', 'token is empty or holds a character other than letters, digits and signs of ASCII');
    }
    this.#connections = connections;
    this.#allowInsecure = allowInsecure;
    this.#hub = endpointUrl(hubUrl);
    this.#options = options;
    this.errors = new StoreErrors({ place: placeOf(options), container: `revision '${revision}' of ${options.repoType} '${repo}'`, origin: this.#hub.origin }, CODES);
  }

  /** Of the API; `operation` is "tree" or "paths-info". Hub API endpoints: Repo listing API. */
  apiUrl(operation: string, path = ''): URL {
    const { repoType, repo, revision } = this.#options;
    return new URL(`/api/${repoType}s/${encodePath(repo)}/${operation}/${percentEncode(revision)}${path === '' ? '' : `/${encodePath(path)}`}`, this.#hub);
  }

  /** Of a file's content. */
  fileUrl(path: string): URL {
    const { repoType, repo, revision } = this.#options;
    return new URL(`${repoType === 'model' ? '' : `/${repoType}s`}/${encodePath(repo)}/resolve/${percentEncode(revision)}/${encodePath(path)}`, this.#hub);
  }

  /** A URL that the Hub named for more of an answer. 4000 for one of another server, which must not get the token. */
  nextUrl(text: string): URL {
    const url = URL.canParse(text, this.#hub.href) ? new URL(text, this.#hub) : null;
    if (url?.origin !== this.#hub.origin) throw new StagewireError('StorageOther', `${this.#hub.origin} names another server for the rest of a listing`);
    return url;
  }

  /** An answer in JSON. 4000 for one of another shape than the schema's. */
  async askJson<S extends z.ZodType>(request: HubRequest, schema: S): Promise<{ readonly data: z.infer<S>; readonly headers: IncomingHttpHeaders }> {
    const { response } = await this.send(request);
    const answer = schema.safeParse(parseJson(await readAnswer(response)));
    if (!answer.success) throw new StagewireError('StorageOther', `${this.#hub.origin} sent an answer that is not understood`);
    return { data: answer.data, headers: response.headers };
  }

  /** Rejects with `StoreResponseError` unless the status is 2xx, and with what `followRedirects` throws. */
  send({ url, headers = {}, json, signal }: HubRequest): Promise<FollowedResponse> {
    const { token } = this.#options;
    const body = json === undefined ? undefined : Buffer.from(JSON.stringify(json));
    const request: FollowedRequest = {
      url,
      method: body ? 'POST' : 'GET',
      headers: { ...headers, ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }) },
      ...(body && { body }),
      authorization: token === undefined ? undefined : `Bearer ${token}`,
      signal,
    };
    return askFollowing(this.#connections, this.#allowInsecure, request, (refusal) => String(refusal['x-error-code'] ?? ''));
  }
}
