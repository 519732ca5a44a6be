// Runs the cases of a script and prints a line of JSON for each. A case that throws has failed; its error says what came instead.
'use strict';

const cases = {};

async function run() {
  for (const [name, test] of Object.entries(cases)) {
    const result = { name, ok: true, detail: '' };
    try {
      await test();
    } catch (error) {
      Object.assign(result, { ok: false, detail: String(error.stack ?? error) });
    }
    console.log(JSON.stringify(result));
  }
}

module.exports = { cases, run };
