// What `forward` returned to a flat list of dense tensors that own their memory.
#pragma once
#include "oi_torch.h"
#include <ATen/ATen.h>
#include <ATen/core/ivalue.h>
#include <atomic>
#include <unordered_map>

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

// Makes each leaf a dense CPU tensor whose memory nothing else refers to: not an input, not the program's state. Two
// outputs may share memory. Call it when the returned value itself is gone, with `inputs` still alive.
inline void own(std::vector<leaf>& leaves) {
    std::unordered_map<c10::TensorImpl*, size_t> handles;
    std::unordered_map<c10::StorageImpl*, size_t> storages;
    for (auto& leaf : leaves) {
        auto& tensor = leaf.tensor;
        if (!tensor.defined()) throw std::runtime_error("output '" + leaf.name + "' is undefined");
        if (tensor.layout() != c10::kStrided || tensor.is_quantized()) throw std::runtime_error("an output is sparse or quantized; outputs are dense tensors");
        tensor = tensor.cpu().resolve_conj().resolve_neg().contiguous();
    }
    for (const auto& leaf : leaves)
        if (++handles[leaf.tensor.unsafeGetTensorImpl()] == 1) ++storages[leaf.tensor.storage().unsafeGetStorageImpl()];
    std::vector<leaf*> shared; // found first, copied then: a copy changes the counts of its likes
    for (auto& leaf : leaves)
        if (leaf.tensor.use_count() != handles[leaf.tensor.unsafeGetTensorImpl()]
            || leaf.tensor.storage().use_count() != storages[leaf.tensor.storage().unsafeGetStorageImpl()])
            shared.push_back(&leaf);
    for (auto* leaf : shared) leaf->tensor = leaf->tensor.clone();
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
