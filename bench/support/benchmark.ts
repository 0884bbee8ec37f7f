/** What is measured, and how much of it. */
export interface Scale {
  readonly uploadBytes: number;
  readonly files: number;
  readonly stages: number;
  /** Of a result. */
  readonly rows: number;
  /** Of the staged files that queries read, and how many small files there are. */
  readonly stagedRows: number;
  readonly smallFiles: number;
  /** Time for which a rate is measured in one go, and how many times of those make a figure. */
  readonly windowMs: number;
  readonly windows: number;
  /** For how long a reader reads nothing. */
  readonly readerStopsMs: number;
  /** How often ours and the peer are measured, in turns; the best of each counts. */
  readonly rounds: number;
}

/** For the record. */
export const FULL: Scale = { uploadBytes: 1024 ** 3, files: 100_000, stages: 10_000, rows: 1_000_000, stagedRows: 10_000_000, smallFiles: 1000, windowMs: 500, windows: 15, readerStopsMs: 6000, rounds: 3 };
/** To see in a minute that everything runs; too short to conclude anything from. */
export const QUICK: Scale = { uploadBytes: 32 * 1024 ** 2, files: 2000, stages: 500, rows: 50_000, stagedRows: 200_000, smallFiles: 50, windowMs: 150, windows: 3, readerStopsMs: 1000, rounds: 1 };

/** One line of the table. */
export interface Measurement {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly peerName: string;
  /** Ours to the peer's, as the target wants it: of rates or of times. */
  readonly ratio: number;
  /** Processor time of either server for doing it once. */
  readonly cpuMicros?: { readonly ours: number | null; readonly peer: number | null };
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  /** By how much the server's resident memory rose at its highest; null where the system does not tell. */
  readonly memoryBytes: number | null;
}

/** Takes each line as soon as it is known. */
export type Report = (line: Measurement) => void;

/** Runs on its own server and removes what it made. */
export type Benchmark = (scale: Scale, report: Report) => Promise<void>;
