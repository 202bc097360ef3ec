// These types are only looked at: nobody sets their fields or calls their methods.
#pragma warning disable CA1822, CS0649

using FinRisk.Architecture.Tests.Seeded.Upper;

namespace FinRisk.Architecture.Tests.Seeded.Lower;

/// <summary>A type that uses nothing of <c>Seeded.Upper</c>.</summary>
internal sealed class Ground;

internal class Holder<T>
{
    public T? Value { get; set; }

    public static string Describe() => typeof(T).Name;
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class AboutAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

/// <summary>
/// One class for each way in which code can use a type of another folder. A constant and a <c>nameof</c> are not among them: the
/// compiler writes their value, and the compiled code uses nothing.
/// </summary>
internal static class Uses
{
    public sealed class Field
    {
        public Target? Value;
    }

    public sealed class Property
    {
        public Target? Value { get; set; }
    }

    public sealed class BaseClass : Target;

    public sealed class Implementation : ITarget;

    public sealed class BaseArgument : Holder<Target>;

    public sealed class InterfaceArgument : IComparable<Target>
    {
        public int CompareTo(Target? other) => 0;
    }

    public sealed class FieldArgument
    {
        public Holder<object>? Plain;
        public Holder<Target>? Value;
    }

    public sealed class NestedArgument
    {
        public Dictionary<string, List<Holder<Target>>>? Value { get; set; }
    }

    public sealed class ArrayElement
    {
        public Target[]? Value { get; set; }
    }

    public sealed class NullableValue
    {
        public TargetValue? Value { get; set; }
    }

    public sealed class TupleElement
    {
        public (int Number, Target? Target) Value { get; set; }
    }

    public sealed class TypeConstraint<T>
        where T : ITarget;

    public sealed class ConstraintArgument<T>
        where T : IComparable<Target>;

    public sealed class MethodConstraint
    {
        public void Run<T>()
            where T : ITarget => Console.WriteLine(typeof(T));
    }

    public sealed class Parameter
    {
        public void Run(Target target) => Console.WriteLine(target);
    }

    public sealed class ParameterArgument
    {
        public void Run(Func<int, Target> target) => Console.WriteLine(target);
    }

    public sealed class Result
    {
        public Target? Run() => null;
    }

    public sealed class MethodArgument
    {
        public void Run() => Console.WriteLine(Array.Empty<Target>().Length);
    }

    public sealed class DeclaringTypeArgument
    {
        public void Run() => Console.WriteLine(Holder<Target>.Describe());
    }

    public sealed class StaticCall
    {
        public void Run() => Console.WriteLine(Target.Create());
    }

    public sealed class StaticCallOfGeneric
    {
        public void Run() => Console.WriteLine(Target.Make<Ground>());
    }

    public sealed class Creation
    {
        public void Run() => Console.WriteLine(new Target());
    }

    public sealed class Reflection
    {
        public void Run() => Console.WriteLine(typeof(Target));
    }

    public sealed class ReflectionOfArgument
    {
        public void Run() => Console.WriteLine(typeof(Holder<Target>));
    }

    public sealed class TypeCheck
    {
        public bool Run(object other) => other is Target;
    }

    public sealed class Cast
    {
        public object Run(object other) => (Target)other;
    }

    public sealed class SwitchArm
    {
        public int Run(object other) => other switch { Target => 1, _ => 0 };
    }

    public sealed class Catch
    {
        public void Run()
        {
            try
            {
                Console.WriteLine();
            }
            catch (TargetException)
            {
                Console.WriteLine(1);
            }
        }
    }

    [Target]
    public sealed class OwnAttribute;

    [About(typeof(Target))]
    public sealed class AttributeArgument;

    public sealed class MemberAttribute
    {
        [Target]
        public void Run() => Console.WriteLine();
    }

    public sealed class Lambda
    {
        public Action Run() => () => Console.WriteLine(typeof(Target));
    }

    public sealed class Closure
    {
        public Action Run(int number) => () => Console.WriteLine(number + Target.Create().GetHashCode());
    }

    public sealed class LambdaArgument
    {
        public Func<int> Run() => () => Array.Empty<Target>().Length;
    }

    public sealed class AsyncBody
    {
        public async Task RunAsync()
        {
            await Task.Yield();
            Console.WriteLine(Target.Create());
        }
    }

    public sealed class AsyncBodyArgument
    {
        public async Task RunAsync()
        {
            await Task.Yield();
            Console.WriteLine(Array.Empty<Target>().Length);
        }
    }

    public sealed class Iterator
    {
        public IEnumerable<int> Run()
        {
            yield return 1;
            Console.WriteLine(Target.Create());
        }
    }

    public sealed class LocalFunction
    {
        public void Run()
        {
            Inner();
            static void Inner() => Console.WriteLine(typeof(Target));
        }
    }

    public sealed class Getter
    {
        public int Value => Target.Create().GetHashCode();
    }

    public sealed class Initializer
    {
        public int Value { get; } = Target.Create().GetHashCode();
    }

    public sealed class StaticInitializer
    {
        public static readonly object Value = Target.Create();
    }

    public sealed class Event
    {
        public event Action<Target>? Changed;

        public void Raise() => Changed?.Invoke(null!);
    }

    public sealed class Nested
    {
        public sealed class Inner
        {
            public Target? Value { get; set; }
        }
    }
}
