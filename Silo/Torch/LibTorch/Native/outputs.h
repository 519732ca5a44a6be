// What `forward` returned to a flat list of dense tensors that own their memory.
#pragma once
#include "oi_torch.h"
#include "precision.h"
#include <ATen/ATen.h>
#include <ATen/core/ivalue.h>
#include <algorithm>
#include <atomic>

struct oi_tensor {
    static std::atomic<int64_t> live;
    at::Tensor value;
    std::string name;
    oi_tensor(at::Tensor value, std::string name) : value(std::move(value)), name(std::move(name)) { ++live; }
    ~oi_tensor() { --live; }
};

namespace oi {

struct leaf {
    at::Tensor tensor;
    std::string name;
};

// Keys of dictionaries and fields of named tuples name their tensors; below a name, lists add __N and dictionaries .key.
inline void flatten(const c10::IValue& value, const std::string& name, std::vector<leaf>& leaves) {
    auto below = [&](const std::string& key) { return name.empty() ? key : name + "." + key; };
    auto at = [&](size_t index) { return name.empty() ? name : name + "__" + std::to_string(index); };
    if (value.isTensor()) {
        leaves.push_back({value.toTensor(), name});
    } else if (value.isScalar()) {
        auto scalar = value.toScalar();
        leaves.push_back({at::scalar_tensor(scalar, scalar.type()), name});
    } else if (value.isTuple()) {
        auto tuple = value.toTuple();
        auto type = tuple->type();
        for (size_t i = 0; i < tuple->elements().size(); ++i)
            flatten(tuple->elements()[i], type->schema() ? below(type->schema()->arguments()[i].name()) : at(i), leaves);
    } else if (value.isList()) {
        auto list = value.toList();
        for (size_t i = 0; i < list.size(); ++i) flatten(list.get(i), at(i), leaves);
    } else if (value.isGenericDict()) {
        for (const auto& entry : value.toGenericDict()) {
            if (!entry.key().isString() && !entry.key().isInt())
                throw std::runtime_error("an output dictionary has keys that are neither strings nor integers");
            flatten(entry.value(), below(entry.key().isString() ? entry.key().toStringRef() : std::to_string(entry.key().toInt())), leaves);
        }
    } else if (!value.isNone()) {
        throw std::runtime_error("an output is a " + value.tagKind() + "; outputs are tensors, numbers, and tuples, lists and dictionaries of them");
    }
}

// On the CPU and row-major. Each step only where it is needed: a dispatch that changes nothing costs about as much as a small layer.
inline at::Tensor dense(at::Tensor tensor, const precision& precision) {
    if (tensor.layout() != c10::kStrided || tensor.is_quantized()) throw std::runtime_error("an output is sparse or quantized; outputs are dense tensors");
    if (precision.is_reduced() && precision.restore && tensor.scalar_type() == precision.type) tensor = tensor.to(c10::kFloat);
    if (!tensor.is_cpu()) tensor = tensor.cpu();
    if (tensor.is_conj()) tensor = tensor.resolve_conj();
    if (tensor.is_neg()) tensor = tensor.resolve_neg();
    return tensor.is_contiguous() ? tensor : tensor.contiguous();
}

// Whether something else than the leaves refers to their tensor or its memory. `likes` are the leaves of one storage, those of one
// tensor side by side.
inline bool is_shared(c10::ArrayRef<const leaf*> likes) {
    size_t tensors = 0;
    for (size_t first = 0, next; first < likes.size(); first = next, ++tensors) {
        const auto& tensor = likes[first]->tensor;
        for (next = first + 1; next < likes.size() && likes[next]->tensor.is_same(tensor); ++next) {}
        if (tensor.use_count() != next - first) return true;
    }
    return likes[0]->tensor.storage().use_count() != tensors;
}

// Makes each leaf a dense CPU tensor whose memory nothing else refers to: not an input, not the program's state. Two
// outputs may share memory. Call it when the returned value itself is gone, with the inputs still alive.
inline void own(std::vector<leaf>& leaves, const precision& precision) {
    std::vector<leaf*> order;
    for (auto& leaf : leaves) {
        if (!leaf.tensor.defined()) throw std::runtime_error("output '" + leaf.name + "' is undefined");
        leaf.tensor = dense(std::move(leaf.tensor), precision);
        order.push_back(&leaf);
    }
    auto storage = [](const leaf* leaf) { return leaf->tensor.storage().unsafeGetStorageImpl(); };
    std::sort(order.begin(), order.end(), [&](const leaf* left, const leaf* right) {
        return std::make_pair(storage(left), left->tensor.unsafeGetTensorImpl()) < std::make_pair(storage(right), right->tensor.unsafeGetTensorImpl());
    });
    for (size_t first = 0, next; first < order.size(); first = next) {
        for (next = first + 1; next < order.size() && storage(order[next]) == storage(order[first]); ++next) {}
        if (!is_shared(c10::ArrayRef<const leaf*>(order.data() + first, next - first))) continue;
        for (auto i = first; i < next; ++i) order[i]->tensor = order[i]->tensor.clone();
    }
}

inline oi_outputs* pack(std::vector<leaf> leaves) {
    auto outputs = std::make_unique<oi_outputs>();
    auto items = std::make_unique<oi_output[]>(leaves.size());
    for (size_t i = 0; i < leaves.size(); ++i) {
        auto owner = new oi_tensor(std::move(leaves[i].tensor), std::move(leaves[i].name));
        const auto& tensor = owner->value;
        items[i] = {owner, tensor.data_ptr(), tensor.sizes().data(), owner->name.empty() ? nullptr : owner->name.c_str(),
                    static_cast<int32_t>(tensor.dim()), static_cast<int32_t>(tensor.scalar_type())};
    }
    outputs->count = static_cast<int64_t>(leaves.size());
    outputs->items = items.release();
    return outputs.release();
}

} // namespace oi
