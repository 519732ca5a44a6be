// A loaded program and what its `forward` takes and returns.
#pragma once
#include "oi_torch.h"
#include <atomic>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>

struct oi_program {
    static std::atomic<int64_t> live;
    torch::jit::Module module;
    std::vector<c10::Argument> arguments;      // without self
    std::vector<std::string> argument_types;
    std::vector<std::string> return_names;     // empty where the program has none
    int32_t return_count = -1;
    c10::Device device;

    oi_program(torch::jit::Module loaded, c10::Device device) : module(std::move(loaded)), device(device) {
        const auto& schema = module.get_method("forward").function().getSchema();
        arguments.assign(schema.arguments().begin() + 1, schema.arguments().end());
        for (const auto& argument : arguments) argument_types.push_back(argument.type()->annotation_str());
        if (schema.returns().size() == 1) read_return(schema.returns()[0].type());
        ++live;
    }
    oi_program(const oi_program&) = delete;
    ~oi_program() { --live; }

    static oi_program* load(const char* path, c10::Device device) {
        auto module = torch::jit::load(path, device);
        if (!module.find_method("forward")) throw std::runtime_error("the program has no method 'forward'");
        module.eval();
        return new oi_program(freeze(std::move(module)), device);
    }

private:
    // Freezing is an optimisation that some valid programs don't allow; those run as they are.
    static torch::jit::Module freeze(torch::jit::Module module) {
        try {
            return torch::jit::freeze(module);
        } catch (const std::exception&) {
            return module;
        }
    }

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

namespace oi {

inline c10::TypePtr without_optional(const c10::TypePtr& type) {
    auto optional = type->cast<c10::OptionalType>();
    return optional ? optional->getElementType() : type;
}

inline oi_kind kind_of(const c10::TypePtr& type) {
    switch (without_optional(type)->kind()) {
        case c10::TypeKind::TensorType: return OI_TENSOR;
        case c10::TypeKind::IntType: return OI_INT;
        case c10::TypeKind::FloatType: return OI_FLOAT;
        case c10::TypeKind::BoolType: return OI_BOOL;
        default: return OI_OTHER;
    }
}

} // namespace oi
