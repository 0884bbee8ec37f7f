/** How to reach files on a web server. */
export interface HttpOptions {
  /** `https://data.example.com`, `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Put before every key; empty or ends with `/`, does not begin with one. */
  readonly rootPrefix: string;
  /** Of the URL, percent-encoded, without its question mark; may hold a signature. Empty where there is none. */
  readonly query: string;
  /** The keys of all files that there are, or null where any may be. A web server can't be asked which it has. */
  readonly files: readonly string[] | null;
}
