// A client of the HTTP door in Node: its own fetch.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const { cases, run } = require('./cases');

const address = process.env.OI_HTTP;
const lengthHeader = 'Inference-Header-Content-Length';

const tensor = (name, datatype, shape, data) => ({ name, datatype, shape, data });

const post = (model, body, headers = {}, signal = undefined) => fetch(`${address}/v2/models/${model}/infer`, {
  method: 'POST', headers, signal, body: Buffer.isBuffer(body) ? body : JSON.stringify(body),
});

async function infer(model, body, headers) {
  const answer = await post(model, body, headers);
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

async function inferBinary(model, datatype, shape, data) {
  const head = Buffer.from(JSON.stringify({
    inputs: [{ name: 'x', datatype, shape, parameters: { binary_data_size: data.length } }], parameters: { binary_data_output: true },
  }));
  const answer = await post(model, Buffer.concat([head, data]), { [lengthHeader]: String(head.length) });
  const body = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, body.toString());
  return body.subarray(Number(answer.headers.get(lengthHeader)));
}

cases.ready_and_metadata = async () => {
  for (const place of ['/v2/health/live', '/v2/health/ready', '/v2/models/language/ready']) {
    const answer = await fetch(address + place);
    assert.deepEqual([answer.status, await answer.text()], [200, '']);
  }
  const model = await (await fetch(`${address}/v2/models/language`)).json();
  assert.deepEqual(model.inputs.map((input) => [input.name, input.datatype, input.shape]), [['text', 'UINT8', [-1, -1]], ['length', 'INT32', [-1, 1]]]);
};

cases.language_answers_as_torch_in_python = async () => {
  const expected = JSON.parse(fs.readFileSync(path.join(process.env.OI_MODELS, 'expected', 'language.json')));
  for (const sample of expected.cases) {
    const [output] = (await infer('language', { inputs: sample.inputs })).outputs;
    sample.outputs[0].data.forEach((value, i) => assert.ok(Math.abs(value - output.data[i]) < 1e-5, `${value} and ${output.data[i]}`));
  }
};

cases.typed_arrays_come_back_unchanged = async () => {
  const arrays = {
    UINT8: Uint8Array.of(0, 255), INT8: Int8Array.of(-128, 127), UINT16: Uint16Array.of(0, 65535), INT16: Int16Array.of(-32768, 32767),
    UINT32: Uint32Array.of(0, 2 ** 32 - 1), INT32: Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
    UINT64: BigUint64Array.of(0n, 2n ** 64n - 1n), INT64: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n),
    FP32: Float32Array.of(-0, NaN, Infinity, 1e-45), FP64: Float64Array.of(-0, NaN, -Infinity, 5e-324),
    FP16: Uint16Array.of(0x8000, 0x7bff, 0x7c01, 1), BF16: Uint16Array.of(0x8000, 0x7f7f, 0x7fc0, 1), BOOL: Uint8Array.of(1, 0, 1),
  };
  for (const [datatype, array] of Object.entries(arrays)) {
    const data = Buffer.from(array.buffer);
    const got = await inferBinary(`identity_${datatype.toLowerCase()}`, datatype, [array.length], data);
    assert.deepEqual(got, data, datatype);
  }
  const texts = Buffer.concat(['', 'ä', '\u0000'].map((text) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    return Buffer.concat([length, bytes]);
  }));
  assert.deepEqual(await inferBinary('identity_string', 'BYTES', [3], texts), texts);
};

cases.numbers_in_json_come_back_unchanged = async () => {
  const values = [0, 1.5, 1e300, 5e-324, -1.7976931348623157e308, 0.1];
  const answer = await infer('identity_fp64', { inputs: [tensor('x', 'FP64', [values.length], values)] });
  answer.outputs[0].data.forEach((value, i) => assert.ok(Object.is(value, values[i]), `${values[i]} came back as ${value}`));
};

cases.fetch_inflates_what_is_compressed = async () => {
  const values = Array.from({ length: 2000 }, (_, i) => i);
  const body = Buffer.from(JSON.stringify({ inputs: [tensor('x', 'INT32', [values.length], values)] }));
  for (const [coding, compressed] of [['gzip', zlib.gzipSync(body)], ['deflate', zlib.deflateSync(body)]]) {
    const answer = await infer('identity_int32', compressed, { 'content-encoding': coding, 'accept-encoding': coding });
    assert.deepEqual(answer.outputs[0].data, values);
  }
};

cases.errors_are_json = async () => {
  const answer = await post('nowhere', { inputs: [] });
  assert.equal(answer.status, 404);
  assert.equal(answer.headers.get('content-type'), 'application/json');
  assert.match((await answer.json()).error, /^Request for unknown model/);
};

cases.five_hundred_requests_at_once = async () => {
  await Promise.all(Array.from({ length: 500 }, async (_, i) => {
    const answer = await infer('batching', { inputs: [tensor('x', 'FP32', [1, 4], [i, 1, 2, 3])] });
    assert.deepEqual(answer.outputs[0].data, [2 * i, 2, 4, 6]);
  }));
};

cases.a_request_that_is_aborted = async () => {
  const mark = Math.floor(Math.random() * 2 ** 40);
  const body = { inputs: [tensor('mark', 'INT64', [1], [mark])] };
  const abort = new AbortController();
  const call = post('hold', body, {}, abort.signal);
  try {
    await infer('started', body);
    abort.abort();
    await assert.rejects(call, { name: 'AbortError' });
  } finally {
    await infer('release', body);
  }
  await infer('identity_fp32', { inputs: [tensor('x', 'FP32', [1], [1])] });
};

run();
