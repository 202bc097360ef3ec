using FinRisk.Architecture.Tests.Seeded.Lower;

namespace FinRisk.Architecture.Tests;

/// <summary>What the order of folders is read by sees a dependency in whatever way it is written.</summary>
public sealed class FolderGraphTests
{
    private static readonly FolderGraph Seeded =
        FolderGraph.Read(typeof(FolderGraphTests).Assembly, "FinRisk.Architecture.Tests.Seeded");

    public static TheoryData<string> Ways => [.. typeof(Uses).GetNestedTypes().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_dependency_is_seen(string way) =>
        Assert.Contains(Seeded.Uses, use => use.From == "Lower" && (use.Type == way || way == "Nested" && use.Type == "Inner"));

    [Fact]
    public void Two_folders_that_use_each_other_are_a_cycle() => Assert.Equal(["Lower", "Upper"], Seeded.FindCycle());

    [Fact]
    public void What_uses_nothing_of_the_other_folder_is_not_accused()
    {
        Assert.True(Ways.Count > 40, "The ways were not found.");
        Assert.DoesNotContain(Seeded.Uses, use => use.Type is "Ground" or "Holder`1" or "AboutAttribute");
        Assert.All(
            Seeded.Uses.Where(use => use.From == "Upper"),
            use => Assert.Equal(("Target", "Ground"), (use.Type, use.Used)));
    }
}
