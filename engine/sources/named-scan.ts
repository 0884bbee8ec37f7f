import type { ScanContext } from '../formats/reader.js';

interface PlanNode {
  readonly name: string;
  readonly children: readonly PlanNode[];
  readonly extra_info: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Which columns the scans of a query may read, by name, from the plan that EXPLAIN shows: that does not say of which file a
 * scan is, and its filters are a text in which a name may stand for something else. So it says yes more often than it must.
 */
export async function columnsByName(sql: string, context: ScanContext): Promise<(name: string) => boolean> {
  const [row] = await context.ask(`EXPLAIN (FORMAT JSON) ${sql}`);
  const scans = (JSON.parse(String(row?.['explain_value'])) as readonly PlanNode[]).flatMap(scansIn);
  const projections = scans.flatMap(({ extra_info: info }) => list(info['Projections']));
  const filters = scans.flatMap(({ extra_info: info }) => list(info['Filters'])).join('\n');
  return (name) => filters.includes(name) || projections.some((projected) => projected.includes(name));
}

function scansIn(node: PlanNode): readonly PlanNode[] {
  const own = node.name.includes('PARQUET') ? [node] : [];
  return [...own, ...node.children.flatMap(scansIn)];
}

const list = (value: string | readonly string[] | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? [value] : value);
