import { expect, it } from 'vitest';
import { profileIdOf } from '../../../web/src/imports/profile-id.ts';
import { deviceName } from '../../../web/src/sessions/device-name.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

it.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Windows'],
  [`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`, 'Chrome, Linux'],
  [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`, 'Edge, Windows'],
  [
    `Mozilla/5.0 (Linux; Android 15) ${WEBKIT} Chrome/140.0.0.0 YaBrowser/25.8.0 Mobile Safari/537.36`,
    'Yandex Browser, Android',
  ],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${WEBKIT} Version/18.0 Mobile/15E148 Safari/604.1`,
    'Safari, iPhone',
  ],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.0 Safari/605.1.15`, 'Safari, macOS'],
  ['curl/8.14.1', 'curl'],
  ['HomeAssistant', 'HomeAssistant'],
  ['', undefined],
  [null, undefined],
])('names the device of the User-Agent %j', (userAgent, name) => {
  expect(deviceName(userAgent)).toBe(name);
});

it.each([
  ['700002', 700_002],
  [' 700002 ', 700_002],
  ['https://www.kinopoisk.ru/user/700002/', 700_002],
  ['kinopoisk.ru/user/700002/votes/list/', 700_002],
  ['https://www.kinopoisk.ru/film/301/', undefined],
  ['neo', undefined],
  ['0', undefined],
  ['99999999999', undefined],
  ['', undefined],
])('finds the number of a Kinopoisk profile in %j', (text, id) => {
  expect(profileIdOf(text)).toBe(id);
});
