// Other ways to run a program, which are faster for some.
#pragma once
#include "program.h"

namespace oi {

// A module with the graph of `frozen`, which has no attributes, in a compilation unit of its own: the program's keeps every graph that
// was ever made in it, and with it the parameters.
inline torch::jit::Module copy_of(const torch::jit::Module& frozen) {
    torch::jit::Module copy(*frozen.type()->name(), std::make_shared<torch::jit::CompilationUnit>());
    copy.clone_method(frozen, "forward");
    return copy;
}

inline oi_program* optimize(const oi_program& program, oi_way way) {
    if (!program.unshared_reason.empty()) throw std::runtime_error(program.unshared_reason);
    c10::InferenceMode inference;
    auto module = copy_of(program.module);
    if (way == OI_OPTIMIZE_FOR_INFERENCE) {
        module = torch::jit::optimize_for_inference(module);
    } else {
        change_constants(*module.get_method("forward").graph(), [](const at::Tensor& value) {
            return value.layout() == c10::kStrided && value.dim() == 4 ? value.contiguous(c10::MemoryFormat::ChannelsLast) : value;
        });
    }
    auto optimized = std::make_unique<oi_program>(std::move(module), program.device, program.precision, "");
    optimized->channels_last = way == OI_CHANNELS_LAST;
    return optimized.release();
}

} // namespace oi
