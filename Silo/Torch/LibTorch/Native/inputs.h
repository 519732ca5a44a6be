// The caller's memory to the arguments of `forward`.
#pragma once
#include "program.h"
#include <ATen/ATen.h>

namespace oi {

// A view of the caller's memory; copied only where its address does not fit the element type.
inline at::Tensor view(const oi_input& input) {
    auto options = at::TensorOptions(static_cast<c10::ScalarType>(input.type));
    c10::IntArrayRef shape(input.shape, input.rank);
    if (c10::multiply_integers(shape) == 0) return at::empty(shape, options);
    auto data = const_cast<void*>(input.data);
    if (reinterpret_cast<uintptr_t>(data) % options.dtype().itemsize() == 0) return at::from_blob(data, shape, options);
    auto copy = at::empty(shape, options);
    std::memcpy(copy.data_ptr(), data, copy.nbytes());
    return copy;
}

inline at::Tensor placed(const oi_program& program, at::Tensor tensor) {
    if (program.precision.is_reduced()) tensor = program.precision.reduce(tensor); // before it travels: half the bytes
    if (!program.device.is_cpu()) tensor = tensor.to(program.device);
    return program.channels_last && tensor.dim() == 4 ? tensor.contiguous(c10::MemoryFormat::ChannelsLast) : tensor;
}

inline c10::IValue argument(const oi_program& program, size_t index, const oi_input& input) {
    if (input.data == nullptr) {
        const auto& argument = program.arguments[index];
        if (argument.default_value()) return *argument.default_value();
        if (argument.type()->kind() == c10::TypeKind::OptionalType) return {};
        throw std::runtime_error("input '" + argument.name() + "' is missing");
    }
    switch (program.argument_kinds[index]) {
        case OI_TENSOR: return placed(program, view(input));
        case OI_INT: return view(input).item().toLong();
        case OI_FLOAT: return view(input).item().toDouble();
        case OI_BOOL: return view(input).item().toBool();
        default: throw std::runtime_error("input '" + program.arguments[index].name() + "' is not a tensor");
    }
}

} // namespace oi
