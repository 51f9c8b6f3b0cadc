"""mypy plugin: a member of a Django choices class has that class as its type, not tuple."""

from mypy.nodes import TypeInfo
from mypy.plugin import AttributeContext, Plugin
from mypy.types import FunctionLike, Instance, TupleType, Type, get_proper_type


def member(context: AttributeContext) -> Type:
    """Return the choices class as the type of `Turn.OFFICE = "office", _("the office")`."""
    owner, found = get_proper_type(context.type), get_proper_type(context.default_attr_type)
    if isinstance(owner, FunctionLike) and isinstance(found, TupleType):
        info: TypeInfo = owner.type_object()
        if info.fallback_to_any:
            return Instance(info, [])
    return context.default_attr_type


class Choices(Plugin):
    def get_class_attribute_hook(self, fullname: str):
        return member if fullname.rpartition(".")[2].isupper() else None


def plugin(version: str) -> type[Plugin]:
    return Choices
