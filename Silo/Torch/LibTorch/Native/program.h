// A loaded program and what its `forward` takes and returns.
#pragma once
#include "oi_torch.h"
#include "precision.h"
#include "sharing.h"
#include <atomic>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

namespace oi {

inline oi_kind kind_of(const c10::TypePtr& type) {
    auto optional = type->cast<c10::OptionalType>();
    switch ((optional ? optional->getElementType() : type)->kind()) {
        case c10::TypeKind::TensorType: return OI_TENSOR;
        case c10::TypeKind::IntType: return OI_INT;
        case c10::TypeKind::FloatType: return OI_FLOAT;
        case c10::TypeKind::BoolType: return OI_BOOL;
        default: return OI_OTHER;
    }
}

} // namespace oi

struct oi_program {
    static std::atomic<int64_t> live;
    const torch::jit::Module module;
    torch::jit::Function& forward;                   // of the module; looked up once
    const c10::Device device;
    const oi::precision precision;
    bool channels_last = false;
    std::string unshared_reason;               // empty: several threads may run it at once
    std::vector<c10::Argument> arguments;      // without self
    std::vector<oi_kind> argument_kinds;
    std::vector<std::string> argument_types;
    std::vector<std::string> return_names;     // empty where the program has none
    int32_t return_count = -1;

    oi_program(torch::jit::Module loaded, c10::Device device, oi::precision precision, std::string unshared_reason)
        : module(std::move(loaded)), forward(module.get_method("forward").function()), device(device), precision(precision),
          unshared_reason(std::move(unshared_reason)) {
        const auto& schema = forward.getSchema();
        arguments.assign(schema.arguments().begin() + 1, schema.arguments().end());
        for (const auto& argument : arguments) {
            argument_kinds.push_back(oi::kind_of(argument.type()));
            argument_types.push_back(argument.type()->annotation_str());
        }
        if (schema.returns().size() == 1) read_return(schema.returns()[0].type());
        ++live;
    }
    oi_program(const oi_program&) = delete;
    ~oi_program() { --live; }

    // In inference mode, so that the parameters are inference tensors too: views of others are recorded for autograd at each pass.
    static oi_program* load(const char* path, c10::Device device, oi::precision precision) {
        c10::InferenceMode inference;
        auto module = torch::jit::load(path, device);
        if (!module.find_method("forward")) throw std::runtime_error("the program has no method 'forward'");
        module.eval();
        std::string unshared_reason;
        try {
            module = torch::jit::freeze(module);
            unshared_reason = oi::why_unshared(module);
        } catch (const std::exception&) { // an optimisation that some valid programs don't allow; those run as they are
            unshared_reason = "it can't be frozen";
        }
        precision.apply(module);
        return new oi_program(std::move(module), device, precision, std::move(unshared_reason));
    }

private:
    void read_return(const c10::TypePtr& type) {
        if (type->kind() == c10::TypeKind::TensorType) {
            return_count = 1;
        } else if (auto tuple = type->cast<c10::TupleType>()) {
            for (const auto& element : tuple->elements())
                if (element->kind() != c10::TypeKind::TensorType) return;
            return_count = static_cast<int32_t>(tuple->elements().size());
            if (tuple->schema())
                for (const auto& field : tuple->schema()->arguments()) return_names.push_back(field.name());
        }
    }
};
