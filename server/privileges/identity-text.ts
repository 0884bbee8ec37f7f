/** The user as objects keep it and results show it: `'ann'@'%'`. */
export function identityText(user: string): string {
  return `'${user}'@'%'`;
}
