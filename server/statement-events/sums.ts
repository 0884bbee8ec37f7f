import { durationOf, type StatementEvent } from './statement-event.js';

/** What is summed up of statements; times in milliseconds. */
export class Sums {
  count = 0;
  time = 0;
  least = 0;
  most = 0;
  errors = 0;
  warnings = 0;
  rowsAffected = 0;
  rowsSent = 0;

  add(event: StatementEvent): void {
    const took = durationOf(event);
    this.least = this.count === 0 ? took : Math.min(this.least, took);
    this.most = Math.max(this.most, took);
    this.count += 1;
    this.time += took;
    this.errors += event.error ? 1 : 0;
    this.warnings += event.warnings;
    this.rowsAffected += event.rowsAffected;
    this.rowsSent += event.rowsSent;
  }

  /** Takes over what another has summed up. */
  merge(other: Sums): void {
    if (other.count === 0) return;
    this.least = this.count === 0 ? other.least : Math.min(this.least, other.least);
    this.most = Math.max(this.most, other.most);
    this.count += other.count;
    this.time += other.time;
    this.errors += other.errors;
    this.warnings += other.warnings;
    this.rowsAffected += other.rowsAffected;
    this.rowsSent += other.rowsSent;
  }
}
