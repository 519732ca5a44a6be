// A client of the gRPC door in Node: @grpc/grpc-js, with messages by @grpc/proto-loader.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const { cases, run } = require('./cases');

const load = (file) => grpc.loadPackageDefinition(protoLoader.loadSync(path.join(process.env.OI_PROTOS, file), {
  keepCase: true, longs: String, enums: String, defaults: true, oneofs: true,
}));
const { inference } = load('grpc_service.proto');
const { health } = load('health.proto').grpc;
const insecure = grpc.credentials.createInsecure();
const largest = { 'grpc.max_receive_message_length': 64 << 20, 'grpc.max_send_message_length': 64 << 20 };
const connect = (options = {}) => new inference.GRPCInferenceService(process.env.OI_GRPC, insecure, { 'grpc.use_local_subchannel_pool': 1, ...largest, ...options });
const client = connect();

const bound = () => ({ deadline: Date.now() + 60_000 });

const call = (method, message, options = bound(), on = client) => new Promise((resolve, reject) => {
  on[method](message, new grpc.Metadata(), options, (error, answer) => (error ? reject(error) : resolve(answer)));
});

const bytes = (array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);

const request = (model, datatype, array, more = {}) => ({
  model_name: model, inputs: [{ name: 'x', datatype, shape: [array.length] }], raw_input_contents: [bytes(array)], ...more,
});

const infer = async (...of) => (await call('ModelInfer', request(...of))).raw_output_contents[0];

const markRequest = (model, mark) => ({
  model_name: model, inputs: [{ name: 'mark', datatype: 'INT64', shape: [1] }], raw_input_contents: [bytes(BigInt64Array.of(mark))],
});

const newMark = () => BigInt(Math.floor(Math.random() * 2 ** 40));

async function refused(code, beginning, promise) {
  await assert.rejects(promise, (error) => {
    assert.equal(grpc.status[error.code], code, error.details);
    assert.ok(error.details.startsWith(beginning), error.details);
    return true;
  });
}

cases.ready_and_metadata = async () => {
  assert.equal((await call('ServerLive', {})).live, true);
  assert.equal((await call('ServerReady', {})).ready, true);
  assert.equal((await call('ModelReady', { name: 'broken' })).ready, false);
  const digits = await call('ModelMetadata', { name: 'digits' });
  assert.deepEqual(digits.inputs, [{ name: 'image', datatype: 'FP32', shape: ['-1', '1', '8', '8'] }]);
};

cases.typed_arrays_come_back_unchanged = async () => {
  const arrays = {
    UINT8: Uint8Array.of(0, 255), INT8: Int8Array.of(-128, 127), UINT16: Uint16Array.of(0, 65535), INT16: Int16Array.of(-32768, 32767),
    UINT32: Uint32Array.of(0, 2 ** 32 - 1), INT32: Int32Array.of(-(2 ** 31), 2 ** 31 - 1),
    UINT64: BigUint64Array.of(0n, 2n ** 64n - 1n), INT64: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n),
    FP32: Float32Array.of(-0, NaN, Infinity, 1e-45), FP64: Float64Array.of(-0, NaN, -Infinity, 5e-324),
    FP16: Uint16Array.of(0x8000, 0x7bff, 0x7c01, 1), BF16: Uint16Array.of(0x8000, 0x7f7f, 0x7fc0, 1), BOOL: Uint8Array.of(1, 0, 1),
  };
  for (const [datatype, array] of Object.entries(arrays)) assert.deepEqual(await infer(`identity_${datatype.toLowerCase()}`, datatype, array), bytes(array), datatype);
  assert.deepEqual(await infer('identity_fp32', 'FP32', new Float32Array()), Buffer.alloc(0));
};

cases.typed_contents_come_back_as_raw_contents = async () => {
  const contents = [
    ['BOOL', { bool_contents: [true, false] }, Uint8Array.of(1, 0)], ['INT8', { int_contents: [-128, 127] }, Int8Array.of(-128, 127)],
    ['UINT64', { uint64_contents: ['0', '18446744073709551615'] }, BigUint64Array.of(0n, 2n ** 64n - 1n)],
    ['INT64', { int64_contents: ['-9223372036854775808', '1'] }, BigInt64Array.of(-(2n ** 63n), 1n)],
    ['FP32', { fp32_contents: [-0, Infinity] }, Float32Array.of(-0, Infinity)], ['FP64', { fp64_contents: [-0, 0.1] }, Float64Array.of(-0, 0.1)],
    ['BYTES', { bytes_contents: [Buffer.from([255]), Buffer.alloc(0)] }, Uint8Array.of(1, 0, 0, 0, 255, 0, 0, 0, 0)],
  ];
  for (const [datatype, values, expected] of contents) {
    const model = datatype === 'BYTES' ? 'identity_string' : `identity_${datatype.toLowerCase()}`;
    const answer = await call('ModelInfer', { model_name: model, inputs: [{ name: 'x', datatype, shape: [2], contents: values }] });
    assert.deepEqual(answer.raw_output_contents[0], bytes(expected), datatype);
  }
};

cases.language_answers_as_torch_in_python = async () => {
  const expected = JSON.parse(fs.readFileSync(path.join(process.env.OI_MODELS, 'expected', 'language.json')));
  for (const sample of expected.cases) {
    const [text, length] = ['text', 'length'].map((name) => sample.inputs.find((input) => input.name === name));
    const answer = await call('ModelInfer', {
      model_name: 'language',
      inputs: [{ name: 'text', datatype: 'UINT8', shape: text.shape }, { name: 'length', datatype: 'INT32', shape: length.shape }],
      raw_input_contents: [bytes(Uint8Array.from(text.data.flat(9))), bytes(Int32Array.from(length.data.flat(9)))],
    });
    const values = answer.raw_output_contents[0];
    sample.outputs[0].data.forEach((value, i) => assert.ok(Math.abs(value - values.readFloatLE(4 * i)) < 1e-5, `output ${i} of ${text.data}`));
  }
};

cases.errors_have_their_status_and_text = async () => {
  const one = Float32Array.of(1);
  await refused('NOT_FOUND', 'Request for unknown model', infer('nowhere', 'FP32', one));
  await refused('INVALID_ARGUMENT', "input 'x' of model 'identity_fp32': expected FP32", infer('identity_fp32', 'INT32', one));
  await refused('INVALID_ARGUMENT', 'the model has failed: 100 % ä\nas it should', infer('failing', 'FP32', one));
  await refused('UNAVAILABLE', '', infer('broken', 'FP32', one));
};

cases.sixteen_megabytes_there_and_back = async () => {
  const values = new Uint8Array(16 << 20).map((_, i) => i * 7);
  assert.ok((await infer('identity_uint8', 'UINT8', values)).equals(bytes(values)));
};

cases.gzip_both_ways = async () => {
  const zipped = connect({ 'grpc.default_compression_algorithm': 2 });
  const values = new Int32Array(50_000).map((_, i) => i);
  const answer = await call('ModelInfer', request('identity_int32', 'INT32', values), bound(), zipped);
  assert.deepEqual(answer.raw_output_contents[0], bytes(values));
  zipped.close();
};

cases.two_thousand_calls_at_once_on_one_connection = async () => {
  const one = connect();
  await Promise.all(Array.from({ length: 2000 }, async (_, i) => {
    const answer = await call('ModelInfer', request('identity_fp64', 'FP64', Float64Array.of(i, 0.5)), bound(), one);
    assert.deepEqual(answer.raw_output_contents[0], bytes(Float64Array.of(i, 0.5)));
  }));
  one.close();
};

cases.a_call_whose_deadline_passes = async () => {
  const mark = newMark();
  try {
    await refused('DEADLINE_EXCEEDED', '', call('ModelInfer', markRequest('hold', mark), { deadline: Date.now() + 100 }));
  } finally {
    await call('ModelInfer', markRequest('release', mark));
  }
};

cases.a_cancelled_call = async () => {
  const mark = newMark();
  let held;
  const ended = new Promise((resolve) => {
    held = client.ModelInfer(markRequest('hold', mark), new grpc.Metadata(), bound(), resolve);
  });
  try {
    await call('ModelInfer', markRequest('started', mark));
    held.cancel();
    assert.equal((await ended).code, grpc.status.CANCELLED);
  } finally {
    await call('ModelInfer', markRequest('release', mark));
  }
};

// The answers of a stream on which these are sent, and its status.
const stream = (requests, options = bound()) => new Promise((resolve) => {
  const answers = [];
  const duplex = client.ModelStreamInfer(new grpc.Metadata(), options);
  duplex.on('data', (answer) => answers.push(answer));
  duplex.on('error', () => {});
  duplex.on('status', (status) => resolve({ answers, status }));
  for (const message of requests) duplex.write(message);
  duplex.end();
});

cases.a_stream_with_an_error_in_the_middle = async () => {
  const of = (i) => request(i === 50 ? 'nowhere' : 'identity_fp32', 'FP32', Float32Array.of(i), { id: String(i) });
  const { answers, status } = await stream(Array.from({ length: 100 }, (_, i) => of(i)));
  assert.equal(status.code, grpc.status.OK);
  assert.equal(answers.length, 100);
  for (const { error_message: error, infer_response: response } of answers) {
    if (response.id === '50') assert.match(error, /^Request for unknown model/);
    else assert.deepEqual(response.raw_output_contents[0], bytes(Float32Array.of(Number(response.id))));
  }
};

cases.a_cancelled_stream = async () => {
  const mark = newMark();
  const duplex = client.ModelStreamInfer(new grpc.Metadata(), bound());
  const ended = new Promise((resolve) => { duplex.on('status', resolve); });
  duplex.on('error', () => {});
  duplex.on('data', () => {});
  duplex.write(markRequest('hold', mark));
  try {
    await call('ModelInfer', markRequest('started', mark));
    duplex.cancel();
    assert.equal((await ended).code, grpc.status.CANCELLED);
  } finally {
    await call('ModelInfer', markRequest('release', mark));
  }
};

cases.health = async () => {
  const checker = new health.v1.Health(process.env.OI_GRPC, insecure);
  assert.equal((await call('Check', {}, bound(), checker)).status, 'SERVING');
  const watch = checker.Watch({}, new grpc.Metadata(), bound());
  watch.on('error', () => {});
  assert.equal((await new Promise((resolve) => { watch.once('data', resolve); })).status, 'SERVING');
  watch.cancel();
  checker.close();
};

run().finally(() => client.close());
