/** What may be granted on `*.*`. READ and WRITE there cover every stage. */
export const GLOBAL_PRIVILEGES = ['SUPER', 'CREATE STAGE', 'CREATE VIEW', 'SHOW VIEW', 'READ', 'WRITE', 'CREATE USER', 'GRANT'] as const;
export type GlobalPrivilege = (typeof GLOBAL_PRIVILEGES)[number];

/** What may be granted on a stage. */
export const STAGE_PRIVILEGES = ['READ', 'WRITE'] as const;
export type StagePrivilege = (typeof STAGE_PRIVILEGES)[number];

/** A privilege as messages and grants show it: `CREATE STAGE` is `CreateStage`. */
export function privilegeTitle(privilege: GlobalPrivilege): string {
  return privilege.split(' ').map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join('');
}
