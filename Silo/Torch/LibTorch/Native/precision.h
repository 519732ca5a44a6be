// A program of float parameters in half the bytes.
#pragma once
#include "graph.h"
#include <ATen/ATen.h>
#include <torch/csrc/jit/api/module.h>

namespace oi {

struct precision {
    c10::ScalarType type = c10::kFloat; // of parameters and of the inputs that come as float
    bool restore = true;                // outputs of that type are returned as float

    bool is_reduced() const { return type != c10::kFloat; }

    at::Tensor reduce(const at::Tensor& tensor) const { return is_reduced() && tensor.scalar_type() == c10::kFloat ? tensor.to(type) : tensor; }

    // After freezing, which folds numbers into one another: that is done in float.
    void apply(torch::jit::Module& module) const {
        if (!is_reduced()) return;
        for (auto child : module.modules())
            for (const auto& attribute : child.named_attributes(/*recurse=*/false))
                if (attribute.value.isTensor()) child.setattr(attribute.name, reduce(attribute.value.toTensor()));
        change_constants(*module.get_method("forward").graph(), [this](const at::Tensor& value) { return reduce(value); });
    }
};

} // namespace oi
