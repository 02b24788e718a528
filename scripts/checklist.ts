import { writeFileSync } from 'node:fs';

/** Runs steps, prints whether each passed or failed, and counts them. */
export class Checklist {
  private passed = 0;
  private failed = 0;

  async step(title: string, run: () => Promise<unknown>): Promise<void> {
    const startedAt = performance.now();
    try {
      await run();
      this.passed += 1;
      console.log(`  ok      ${title} (${Math.round(performance.now() - startedAt)} ms)`);
    } catch (error) {
      this.failed += 1;
      console.log(`  FAILED  ${title}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Sets the exit code. With `--report <file>` on the command line the counts are written there as `{passed, failed}`. */
  finish(name: string): void {
    const { passed, failed } = this;
    const report = process.argv[process.argv.indexOf('--report') + 1];
    if (process.argv.includes('--report') && report !== undefined)
      writeFileSync(report, JSON.stringify({ passed, failed }));
    console.log(`${name}: ${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  }
}
