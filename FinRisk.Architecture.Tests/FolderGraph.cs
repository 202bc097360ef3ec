using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace FinRisk.Architecture.Tests;

/// <summary>
/// Which folders of one product use which others, read from the compiled code. Folders are namespaces; the root namespace, which
/// puts them together, is left out.
/// </summary>
internal sealed class FolderGraph
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private FolderGraph(IEnumerable<string> folders, IEnumerable<FolderUse> uses)
    {
        Folders = [.. folders.Distinct().Order(StringComparer.Ordinal)];
        Uses = [.. uses.Where(use => use.From != use.To).Distinct()];
    }

    /// <summary>The names of the folders, sorted.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Each use of a folder's type in another folder.</summary>
    public IReadOnlyList<FolderUse> Uses { get; }

    /// <summary>Reads a product's assembly.</summary>
    /// <param name="assembly">The compiled code.</param>
    /// <param name="root">The namespace whose children are the folders.</param>
    public static FolderGraph Read(Assembly assembly, string root)
    {
        var types = new ArchLoader().LoadAssemblies(assembly).Build().Types.ToArray();
        return new FolderGraph(
            types.Select(type => FolderOf(type.Namespace?.FullName, root)).OfType<string>(),
            ReadDependencies(types, root).Concat(ReadCatches(assembly, root)));
    }

    /// <summary>The folders that use each other, over whatever detour; empty where they have an order.</summary>
    public IEnumerable<string> FindCycle()
    {
        var left = Folders.ToHashSet(StringComparer.Ordinal);

        // A folder that uses none of the rest is no part of a cycle, nor is one that none of the rest uses.
        while (left.RemoveWhere(folder =>
            !Uses.Any(use => use.From == folder && left.Contains(use.To))
            || !Uses.Any(use => use.To == folder && left.Contains(use.From))) > 0)
        {
        }

        return left.Order(StringComparer.Ordinal);
    }

    /// <summary>
    /// The graph for a page. An arrow is a use; one that others lead along anyway is left out, except within a cycle.
    /// </summary>
    public string ToMermaid()
    {
        var uses = Uses.Select(use => (use.From, use.To)).Distinct().ToHashSet();
        var cycle = FindCycle().ToHashSet(StringComparer.Ordinal);
        var arrows = uses.Where(use =>
            (cycle.Contains(use.From) && cycle.Contains(use.To))
            || !uses.Any(step => step.From == use.From && step.To != use.To && Reaches(step.To, use.To, uses)));
        return string.Join('\n', [
            "flowchart TB",
            .. arrows.Select(use => $"    {use.From} --> {use.To}").Order(StringComparer.Ordinal),
            .. cycle.Count == 0 ? [] : (string[])["    classDef cycle fill:#fdd,stroke:#c00", $"    class {Joined(cycle)} cycle"],
        ]);

        static string Joined(IEnumerable<string> folders) => string.Join(',', folders.Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// What the loader sees, which is everything but the types that are caught. A type parameter is no type of a folder: the
    /// loader gives those of the same name in generated code one namespace. What a parameter is constrained to, and what stands
    /// in its place, are dependencies of their own.
    /// </summary>
    private static IEnumerable<FolderUse> ReadDependencies(IEnumerable<IType> types, string root) =>
        from type in types
        from dependency in type.Dependencies
        where dependency.Target is not GenericParameter
        let folder = FolderOf(type.Namespace?.FullName, root)
        let to = FolderOf(dependency.Target.Namespace?.FullName, root)
        where folder is not null && to is not null
        select new FolderUse(folder, type.Name, to, dependency.Target.Name);

    private static IEnumerable<FolderUse> ReadCatches(Assembly assembly, string root) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared))
        from clause in method.GetMethodBody()?.ExceptionHandlingClauses ?? []
        where clause.Flags == ExceptionHandlingClauseOptions.Clause
        let folder = FolderOf(type.Namespace, root)
        let to = FolderOf(clause.CatchType?.Namespace, root)
        where folder is not null && to is not null
        select new FolderUse(folder, type.Name, to, clause.CatchType!.Name);

    private static bool Reaches(string start, string end, IReadOnlySet<(string From, string To)> uses)
    {
        var (reached, next) = (new HashSet<string>([start], StringComparer.Ordinal), new Queue<string>([start]));
        while (next.TryDequeue(out var folder))
        {
            foreach (var (_, to) in uses.Where(use => use.From == folder && reached.Add(use.To)))
                next.Enqueue(to);
        }

        return reached.Contains(end);
    }

    private static string? FolderOf(string? name, string root) =>
        name is not null && name.StartsWith(root + ".", StringComparison.Ordinal)
            ? name[(root.Length + 1)..].Split('.')[0]
            : null;
}

/// <summary>A type of one folder uses a type of another.</summary>
internal sealed record FolderUse(string From, string Type, string To, string Used)
{
    public override string ToString() => $"{From}/{Type} uses {To}/{Used}";
}
