/** Whether a path names the table without rows to read that FROM DUAL means. */
export const isDual = (path: readonly string[]): boolean => path.length === 1 && path[0]?.toUpperCase() === 'DUAL';
