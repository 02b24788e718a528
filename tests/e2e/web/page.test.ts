import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { findChromium, startChromium } from '../../support/browser.ts';
import { availableEngines, quickestEngine } from '../../support/database.ts';
import { WebScene } from '../../support/web-scene.ts';
import { administration } from './administration.ts';
import { behaviour } from './behaviour.ts';
import { journeys } from './journeys.ts';
import { looks } from './looks.ts';
import { ownAccount } from './own-account.ts';

/** In one file, because all tests share a browser and the services, whose start takes longer than most tests. */
describe.runIf(findChromium())('the web page', () => {
  const scenes = availableEngines().map((engine) => new WebScene(engine));
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all(scenes.map((scene) => scene.stop()));
  });

  describe.each(scenes)('on $engine', (scene) => {
    beforeAll(async () => scene.start(browser));
    afterEach(async () => expect(await scene.leave()).toEqual([]));

    // One engine is enough to test the page. Journeys use the other one, so that a browser meets both.
    if (scene.engine === 'pglite') journeys(scene);
    if (scene.engine !== quickestEngine()) return;
    behaviour(scene);
    ownAccount(scene);
    administration(scene);
    looks(scene);
  });
});
