/**
 * How much a translation does to find out the types of operands. The engine can't choose between macros of one name where it doesn't
 * know a type while it reads the SQL: for columns of queries around, for aggregates and windows. Handing over such an operand as the
 * parameter of a lambda makes it known, at the price of a list per row and of what the optimizer can't see through.
 *
 * - `none`: columns within subqueries are taken for their own, comparisons for such as the engine makes itself.
 * - `operands`: columns within subqueries may be those of a query around.
 * - `comparisons`: and operands of comparisons may be of kinds that the engine does not mix, such as texts and numbers.
 *
 * The engine refuses to bind what needs more care than it got, so a query begins with none.
 */
export type Care = 'none' | 'operands' | 'comparisons';
