#include "oi_torch.h"
#include "errors.h"
#include "inputs.h"
#include "optimize.h"
#include "outputs.h"
#include "program.h"
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/InferenceMode.h>
#include <chrono>
#include <malloc.h>
#include <torch/version.h>

std::atomic<int64_t> oi_tensor::live{0};
std::atomic<int64_t> oi_program::live{0};

const char* oi_version(void) { return TORCH_VERSION; }

int32_t oi_cuda_count(void) {
    char* error;
    auto count = oi::guarded(&error, [] { return at::detail::getCUDAHooks().getNumGPUs(); });
    free(error);
    return count;
}

int64_t oi_live_tensors(void) { return oi_tensor::live; }

int64_t oi_live_programs(void) { return oi_program::live; }

void oi_set_threads(int32_t threads) {
    at::get_num_threads(); // the thread's first look takes over a number that another thread has set: have it before ours
    at::set_num_threads(threads);
}

int32_t oi_get_threads(void) { return at::get_num_threads(); }

double oi_product_speed(int32_t n, char** error) {
    return oi::guarded(error, [n] {
        c10::InferenceMode inference;
        auto a = at::ones({n, n}), b = at::ones({n, n});
        double best = 0;
        for (int i = 0; i < 5; ++i) {
            auto start = std::chrono::steady_clock::now();
            auto product = at::mm(a, b);
            std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
            best = std::max(best, 2e-9 * n * n * n / seconds.count());
        }
        return best;
    });
}

oi_program* oi_load(const char* path, int32_t cuda, int32_t type, int32_t restore, char** error) {
    return oi::guarded(error, [&] {
        auto device = cuda < 0 ? c10::Device(c10::kCPU) : c10::Device(c10::kCUDA, static_cast<c10::DeviceIndex>(cuda));
        return oi_program::load(path, device, {static_cast<c10::ScalarType>(type), restore != 0});
    });
}

oi_program* oi_optimize(const oi_program* program, int32_t way, char** error) {
    return oi::guarded(error, [&] { return oi::optimize(*program, static_cast<oi_way>(way)); });
}

const char* oi_unshared_reason(const oi_program* program) {
    return program->unshared_reason.empty() ? nullptr : program->unshared_reason.c_str();
}

void oi_unload(oi_program* program) {
    delete program;
#ifdef __GLIBC__
    malloc_trim(0); // the allocator keeps what is free in each thread's arena, and each program had a thread of its own
#endif
}

int32_t oi_argument_count(const oi_program* program) { return static_cast<int32_t>(program->arguments.size()); }

oi_argument oi_argument_at(const oi_program* program, int32_t index) {
    const auto& argument = program->arguments[index];
    auto optional = argument.default_value().has_value() || argument.type()->kind() == c10::TypeKind::OptionalType;
    return {argument.name().c_str(), program->argument_types[index].c_str(), program->argument_kinds[index], optional};
}

int32_t oi_return_count(const oi_program* program) { return program->return_count; }

const char* oi_return_name(const oi_program* program, int32_t index) {
    return program->return_names.empty() ? nullptr : program->return_names[index].c_str();
}

oi_outputs* oi_run(const oi_program* program, const oi_input* inputs, char** error) {
    return oi::guarded(error, [&] {
        c10::InferenceMode inference;
        torch::jit::Stack arguments{program->module._ivalue()};
        arguments.reserve(program->arguments.size() + 1);
        for (size_t i = 0; i < program->arguments.size(); ++i) arguments.push_back(oi::argument(*program, i, inputs[i]));
        auto stack = arguments; // the pass takes it; `arguments` stays, because own() counts on it
        program->forward.run(stack);
        std::vector<oi::leaf> leaves;
        oi::flatten(torch::jit::pop(stack), "", leaves);
        oi::own(leaves, program->precision);
        return oi::pack(std::move(leaves));
    });
}

void oi_outputs_free(oi_outputs* outputs) {
    for (int64_t i = 0; i < outputs->count; ++i) delete outputs->items[i].tensor;
    delete[] outputs->items;
    delete outputs;
}

void oi_tensor_free(oi_tensor* tensor) { delete tensor; }

void oi_text_free(char* text) { free(text); }
