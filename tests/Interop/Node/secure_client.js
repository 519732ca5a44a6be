// A client of both doors over TLS in Node: https, and @grpc/grpc-js.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const { cases, run } = require('./cases');

const { inference } = grpc.loadPackageDefinition(protoLoader.loadSync(path.join(process.env.OI_PROTOS, 'grpc_service.proto'), { keepCase: true, longs: String }));
const [ca, cert, key] = ['OI_CA', 'OI_CERTIFICATE', 'OI_KEY'].map((name) => fs.readFileSync(process.env[name]));
const data = Buffer.from(Float32Array.of(1.5).buffer);
const body = JSON.stringify({ inputs: [{ name: 'x', datatype: 'FP32', shape: [1], data: [1.5] }] });

// The status of an inference.
const post = (address, token, identity = {}) => new Promise((resolve, reject) => {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const request = https.request(`${address}/v2/models/identity_fp32/infer`, { method: 'POST', ca, headers, ...identity }, (answer) => {
    answer.resume();
    answer.on('end', () => resolve(answer.statusCode));
  });
  request.on('error', reject);
  request.end(body);
});

const call = (address, token, credentials = grpc.credentials.createSsl(ca)) => new Promise((resolve, reject) => {
  const client = new inference.GRPCInferenceService(address, credentials);
  const metadata = new grpc.Metadata();
  if (token) metadata.set('authorization', `Bearer ${token}`);
  const message = { model_name: 'identity_fp32', inputs: [{ name: 'x', datatype: 'FP32', shape: [1] }], raw_input_contents: [data] };
  client.ModelInfer(message, metadata, { deadline: Date.now() + 20_000 }, (error, answer) => {
    client.close();
    if (error) reject(error);
    else resolve(answer.raw_output_contents[0]);
  });
});

cases.a_key_over_a_certificate_of_a_custom_authority = async () => {
  assert.equal(await post(process.env.OI_HTTP, 'all'), 200);
  assert.deepEqual(await call(process.env.OI_GRPC, 'all'), data);
};

cases.a_missing_key_a_wrong_one_and_one_for_another_model = async () => {
  for (const [token, status, code] of [[undefined, 401, 'UNAUTHENTICATED'], ['wrong', 401, 'UNAUTHENTICATED'], ['digits', 403, 'PERMISSION_DENIED']]) {
    assert.equal(await post(process.env.OI_HTTP, token), status);
    await assert.rejects(call(process.env.OI_GRPC, token), { code: grpc.status[code] });
  }
};

cases.mutual_tls_asks_for_a_certificate = async () => {
  assert.equal(await post(process.env.OI_MUTUAL_HTTP, undefined, { cert, key }), 200);
  assert.deepEqual(await call(process.env.OI_MUTUAL_GRPC, undefined, grpc.credentials.createSsl(ca, key, cert)), data);
  await assert.rejects(post(process.env.OI_MUTUAL_HTTP));
  await assert.rejects(call(process.env.OI_MUTUAL_GRPC), { code: grpc.status.UNAVAILABLE });
};

run();
