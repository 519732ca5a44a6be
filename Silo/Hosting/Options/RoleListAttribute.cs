using System.ComponentModel.DataAnnotations;
using OrleansInference.Placement;

namespace OrleansInference.Hosting;

/// <summary>Roles of a silo by name, with commas between them; at least one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RoleListAttribute() : ValidationAttribute($"{{0}} allowed is one or more of {Names}, with commas between them")
{
    private const string Names = "frontdoor, worker, control";

    private static readonly (string Name, SiloRoles Role)[] Roles =
        [("frontdoor", SiloRoles.FrontDoor), ("worker", SiloRoles.Worker), ("control", SiloRoles.Control)];

    public override bool IsValid(object? value) => value is string text && TryParse(text, out _);

    /// <summary>Upper and lower case are alike, as with the other options.</summary>
    public static bool TryParse(string text, out SiloRoles roles)
    {
        roles = SiloRoles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var role = Array.Find(Roles, known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase)).Role;
            if (role == SiloRoles.None) return false;
            roles |= role;
        }
        return true;
    }

    public static string Text(SiloRoles roles) => string.Join(',', Roles.Where(known => roles.HasFlag(known.Role)).Select(known => known.Name));
}
