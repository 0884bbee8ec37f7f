import { FULL, QUICK, type Benchmark } from './support/benchmark.js';
import { tableHead, tableLine } from './support/table.js';
import { connecting } from './benchmarks/connect.js';
import { exporting } from './benchmarks/export.js';
import { fairness } from './benchmarks/fairness.js';
import { list } from './benchmarks/list.js';
import { query } from './benchmarks/query.js';
import { showStages } from './benchmarks/show-stages.js';
import { slowReader } from './benchmarks/slow-reader.js';
import { statements } from './benchmarks/statements.js';
import { upload } from './benchmarks/upload.js';

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { connect: connecting, statements, export: exporting, 'slow-reader': slowReader, fairness, 'show-stages': showStages, list, upload, query };

const names = process.argv.slice(2).filter((argument) => argument !== '--quick');
const scale = process.argv.includes('--quick') ? QUICK : FULL;
const unknown = names.find((name) => !(name in BENCHMARKS));
if (unknown !== undefined) {
  console.error(`there is no benchmark '${unknown}', only ${Object.keys(BENCHMARKS).join(', ')}; --quick runs them small`);
  process.exit(2);
}

console.log(tableHead());
for (const [name, benchmark] of Object.entries(BENCHMARKS)) {
  if (names.length > 0 && !names.includes(name)) continue;
  await benchmark(scale, (line) => { console.log(tableLine(line)); });
}
