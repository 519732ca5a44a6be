using OrleansInference.Models;

namespace OrleansInference.Repository.Config;

/// <summary>Binds <c>version_policy</c>.</summary>
internal static class VersionPolicyBinder
{
    public static VersionPolicy Bind(MessageReader root)
    {
        if (root.Message("version_policy") is not { } policy) return VersionPolicy.Latest(1);

        var latest = policy.Message("latest");
        var all = policy.Message("all");
        var specific = policy.Message("specific");
        if (new[] { latest, all, specific }.Count(choice => choice is not null) > 1)
            root.Refuse("version_policy", "one of latest, all and specific");

        var bound = latest is not null ? Latest(latest)
            : specific is not null ? Specific(specific)
            : all is not null ? VersionPolicy.All
            : VersionPolicy.Latest(1);
        foreach (var reader in new[] { latest, all, specific, policy }) reader?.Close();
        return bound;
    }

    private static VersionPolicy Latest(MessageReader latest)
    {
        if (!latest.Has("num_versions")) latest.Missing("num_versions", "it says how many of the newest versions are served, at least 1");
        return VersionPolicy.Latest((int)latest.Integer("num_versions", 1, int.MaxValue, 1));
    }

    private static VersionPolicy Specific(MessageReader specific)
    {
        if (!specific.Has("versions")) specific.Missing("versions", "it lists the versions that are served");
        return VersionPolicy.Specific(specific.Integers("versions", version => version >= 1, "an integer of at least 1"));
    }
}
